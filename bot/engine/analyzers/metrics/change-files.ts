/** Which errors cite a file that a change wrote. */
import type { EvidenceDraft } from '../../../domain/finding.ts';
import type { ChangeRecord, EvidenceSet, LogPattern } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { isComplaint } from './change-complaint.ts';
import type { SymptomText } from './change-words.ts';

/**
 * What programs read as they run and name in their errors: nginx and ModSecurity `file "/etc/…/x.conf"`, Apache, HAProxy's
 * `[/etc/haproxy/haproxy.cfg:12]`, Logstash, Vector, OPA. Sources of a program stand in any stack trace of it.
 */
const SETTINGS_FILE =
  /(?:^|\/)([\w.-]{3,}\.(?:conf|cfg|cnf|ini|ya?ml|toml|properties|rules?|rego|lua|vcl|hcl|xml|tmpl|sql|pp|j2))$/i;

/** Names that every repository has: they are cited of a change only by the service that it is of. */
const OF_ANY =
  /^(?:config(?:uration)?|values|applications?|settings?|defaults?|main|index|deployment|kustomization|docker-compose|pom|web|app|server)\./;

/** Services whose errors cite a file of settings that a change wrote, by its name with its ending. */
export function citedBy(change: ChangeRecord, { byService }: SymptomText): readonly string[] {
  return [...byService].filter(([service, text]) => citesFile(change, service, text)).map(([service]) => service);
}

function citesFile({ files = [], service: own }: ChangeRecord, service: string, text: string): boolean {
  const names = files.flatMap((file) => SETTINGS_FILE.exec(file)?.[1]?.toLowerCase() ?? []);
  return names.some((name) => (own === service || !OF_ANY.test(name)) && cites(text.toLowerCase(), name));
}

/** The errors that cite a file of a change, one of each service. */
export function citations(
  change: ChangeRecord,
  writers: readonly string[],
  { logs }: EvidenceSet,
): readonly EvidenceDraft[] {
  if (logs.status !== 'observed') return [];
  return logs.value.flatMap((one) => {
    const cited = writers.includes(one.service)
      ? one.patterns.find((pattern) => isComplaint(pattern) && citesFile(change, one.service, textOf(pattern)))
      : undefined;
    return cited === undefined ? [] : [quotePattern(one, cited, logs.tool)];
  });
}

function textOf({ template, samples }: LogPattern): string {
  return `${template}\n${samples[0]?.text ?? ''}`;
}

/** A file is cited with what stands in front of it, or by itself: `proxy.conf` is not in `my-proxy.conf`. */
function cites(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[\w.-]/.test(text[at - 1] ?? ' ')) return true;
  return false;
}

/** The components of writers: themselves, and the machines whose names they have. */
export function placesOf(writers: readonly string[], evidence: EvidenceSet): readonly Component[] {
  const { nodes } = readMetrics(evidence).known;
  return writers.flatMap((name) => [
    componentOf({ kind: 'service', name }),
    ...(nodes.has(name) ? [componentOf({ kind: 'node', name })] : []),
  ]);
}
