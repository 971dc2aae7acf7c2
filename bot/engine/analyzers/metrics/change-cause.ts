import type { CauseCode } from '../../../domain/cause.ts';
import type { ChangeRecord } from '../../../domain/signals.ts';

const CAUSES: Readonly<Record<ChangeRecord['kind'], CauseCode>> = {
  deploy: 'bad_deploy',
  commit: 'bad_deploy',
  config: 'bad_config_change',
  flag: 'feature_flag_change',
};

/** Files that say how something is to run: manifests, values, settings of servers, infrastructure as code. */
const SETTINGS =
  /\.(?:ya?ml|toml|ini|conf|cfg|cnf|properties|env|tf|tfvars|hcl|cue|jsonnet|libsonnet)$|(?:^|\/)(?:\.env[\w.-]*|Corefile|Caddyfile)$/i;
/** Files of these forms that belong to the program or to how it is built. */
const OF_PROGRAM =
  /(?:^|\/)(?:pnpm-lock|pubspec|Cargo|pyproject|Pipfile|Gopkg|openapi|swagger|mkdocs|buf(?:\.\w+)?)\.\w+$|(?:^|\/)(?:\.github|\.gitlab-ci|\.circleci|test|tests|locales?|i18n)(?:[/.])/i;
/** A line that brings another build. */
const BUILD = /^[+-]\s*(?:-\s*)?["']?(?:image|tag|newTag|imageTag|version|appVersion|targetRevision)["']?\s*[:=]/m;

/**
 * What a change is, if it is to blame. A commit that touches settings alone and brings no other build changes the
 * configuration: where clusters follow a repository, that is how it is done (OpenGitOps' principles; Argo CD's manual).
 */
export function causeOfChange({ kind, files = [], diff = '' }: ChangeRecord): CauseCode {
  const isSetting = (file: string) => SETTINGS.test(file) && !OF_PROGRAM.test(file);
  if (kind === 'commit' && files.length > 0 && files.every(isSetting) && !BUILD.test(diff)) return CAUSES.config;
  return CAUSES[kind];
}
