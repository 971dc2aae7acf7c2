import { probeTarget } from './probes.ts';
import type { ContainerSpec, Pod, Probe } from './types.ts';

/** Variables by which frameworks and images set the path under which an application lives. */
const BASE_PATH =
  /(?:^|_)(?:CONTEXT_?PATH|BASE_?PATH|BASE_?HREF|ROOT_?PATH|PATH_?BASE|PATH_PREFIX|URL_PREFIX|SUB_?PATH|SCRIPT_NAME|SERVLET_PATH)$/i;
/** The server has no such page, or not for whoever asks without a key. */
const NO_SUCH_PAGE = /statuscode: (404|410|401|403|405)\b/;

/** Why a probe that is answered asks for the wrong page; undefined where the answer does not say so. */
export function wrongPath(
  probe: Probe,
  words: string,
  pod: Pod,
  container: ContainerSpec,
): { readonly what: string; readonly sure: boolean } | undefined {
  const status = NO_SUCH_PAGE.exec(words)?.[1];
  const path = probe.httpGet?.path ?? '/';
  if (status === undefined || probe.httpGet === undefined) return undefined;
  const base = basePath(container);
  const missed = base !== undefined && path !== base && !path.startsWith(`${base.replace(/\/$/, '')}/`);
  const where = `asks ${probeTarget(probe, pod).written} for ${path}, which the application answers with ${status}`;
  return {
    what: missed ? `${where}: it lives under ${base}` : where,
    sure: missed || status === '404' || status === '410',
  };
}

/** The path under which a container's settings say that it lives; undefined where they do not, or at the root. */
function basePath({ env, args }: ContainerSpec): string | undefined {
  const named = env.find(({ name, value }) => BASE_PATH.test(name) && /^\/[\w./-]+$/.test(value ?? ''))?.value;
  const option = args
    .map(
      (argument) =>
        /^-{1,2}(?:D?server\.servlet\.context-path|base-?path|root-?path|prefix)=(\/[\w./-]+)$/i.exec(argument)?.[1],
    )
    .find((one) => one !== undefined);
  return named ?? option;
}
