import { identityOfPod, type PodIdentity, type PodServiceNames } from './pod-service-names.ts';

/** `<namespace>_<pod>_<uid>/<container>/<restarts>.log`, as the kubelet names them below /var/log/pods; rotated ones too. */
const KUBELET = /(?:^|\/)([a-z0-9-]+)_([a-z0-9.-]+)_([0-9a-f-]{32,36})\/([^/]+)\/[^/]+\.log(?:\.[\w.-]+)?$/;
/** `<pod>_<namespace>_<container>-<id>.log`, as in /var/log/containers. */
const LINKED = /(?:^|\/)([a-z0-9.-]+)_([a-z0-9-]+)_(.+)-[0-9a-f]{64}\.log$/;
/** `namespaces/<namespace>/pods/<pod>/<container>/<container>/logs/current.log`, as must-gather writes. */
const GATHERED = /(?:^|\/)namespaces\/([^/]+)\/pods\/([^/]+)\/([^/]+)\/(?:[^/]+\/)?logs\/[^/]+$/;

/** Names of logs that tell their container wherever they lie. */
export const CONTAINER_LOG = new RegExp(`${KUBELET.source}|${LINKED.source}|${GATHERED.source}`);

/** Whose log a file is, and of which container. */
export interface LogOwner extends PodIdentity {
  readonly container?: string;
}

/** The owner of a file that a kubelet or must-gather named; undefined for any other name. */
export function ownerByContainerLog(path: string, names: PodServiceNames): LogOwner | undefined {
  const kubelet = KUBELET.exec(path);
  if (kubelet !== null) return ownerOf(names, kubelet[1]!, kubelet[2]!, kubelet[4]!);
  const linked = LINKED.exec(path);
  if (linked !== null) return ownerOf(names, linked[2]!, linked[1]!, linked[3]!);
  const gathered = GATHERED.exec(path);
  return gathered === null ? undefined : ownerOf(names, gathered[1]!, gathered[2]!, gathered[3]!);
}

function ownerOf(names: PodServiceNames, namespace: string, pod: string, container: string): LogOwner {
  return { ...identityOfPod(names, pod, namespace), namespace, pod, container };
}

/**
 * The owner by the file's place: `logs/<service or pod>.log`, `logs/<namespace>/<pod>.log`, a container after an
 * underscore or as the file below a pod's folder. What is among `called` is a service of that very name.
 */
export function ownerByPlace(path: string, names: PodServiceNames, called: ReadonlySet<string> = new Set()): LogOwner {
  const parts = path.split('/');
  const stem = stemOf(parts.at(-1) ?? path);
  const folder = parts.lastIndexOf('logs');
  const below = folder < 0 ? [] : parts.slice(folder + 1, -1);
  if (below.length >= 2) return { ...names(below.at(-1)!, below.at(-2)), container: stem };
  const [namespace] = below;
  const [name, container] = stem.split('_', 2);
  const owner = container === undefined ? undefined : names(name!, namespace);
  if (container !== undefined && owner?.pod !== undefined) return { ...owner, container };
  const known = names(stem, namespace);
  if (called.has(stem)) return known;
  const sid = ALERT_LOG.exec(stem)?.[1];
  if (sid !== undefined && called.has(sid)) return names(sid, namespace);
  const program = known.pod === undefined && known.namespace === namespace ? programOf(stem) : undefined;
  return program === undefined ? known : names(program, namespace);
}

/** Kinds of logs that no program is called by: `<program>-<kind>`, as packages and manuals name them. */
const SECOND_LOG = /^(.+)[-_.](?:errors?|access|slow|slow-?log|slow-?query|stderr|stdout|event-?log)(?:[-_.]logs?)?$/i;
/**
 * Further kinds, of servers that write such logs: MySQL's manual (5.4), Apache's and auditd's, PHP-FPM's `access.log`, the
 * alert and listener logs of Oracle ("Monitoring Errors with Trace Files and the Alert Log").
 */
const OF_SERVER =
  /^(nginx|apache2?|httpd|mysqld?|mariadbd?|percona|php-?fpm|postgres(?:ql)?|mongo(?:d|db)|redis|haproxy|vault|oracle)[-_.](?:alert|listener|audit|general|events?|log|server|main)$/i;

/** What Oracle calls the alert log of the instance SID: `alert_SID.log` ("Monitoring Errors with Trace Files and the Alert Log"). */
const ALERT_LOG = /^alert_([A-Za-z][\w$#]*)$/;

/** The log of a proxy that a mesh puts beside a program (Istio, Linkerd, Dapr): `<program>-<container>`. */
const OF_SIDECAR = /^(.+)[-_.](?:istio-proxy|istio-init|linkerd-proxy|linkerd-init|envoy-sidecar|daprd)$/;

/** PHP-FPM's own log beside its workers': of its pools (manual, "Configuration": `catch_workers_output`, `[www]`). */
const OF_POOL = /^(php-?fpm)[-_.](?:pool|master|www)$/i;

/** The program whose log of one kind a file is: `nginx` of `nginx-error`, `mysql` of `mysql-slow`. */
function programOf(stem: string): string | undefined {
  return (SECOND_LOG.exec(stem) ?? OF_SERVER.exec(stem) ?? OF_POOL.exec(stem) ?? OF_SIDECAR.exec(stem))?.[1];
}

/**
 * The day that a program writes into the names of its logs: `postgresql-Wed.log`, as packages of PostgreSQL set
 * `log_filename` (%a), and `postgresql-2026-03-04_000000.log`, its default.
 */
const DATED = /(?<=.)[-_.](?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|(?:19|20)\d\d-?[01]\d-?[0-3]\d(?:[-_T]\d{2,6})?)$/;

/** A log's name without its ending, its rotation, its day and its compression: `web.log.1.gz` is of `web`. */
export function stemOf(name: string): string {
  const plain = name.replace(/\.(gz|gzip|zst)$/i, '');
  const stem = plain.replace(/\.(?:log|txt|out|err|json|ndjson|jsonl)(?:[.-]\d[\w.-]*|\.old)?$/i, '');
  return stem.replace(/[-_.](?:previous|current)$/, '').replace(DATED, '') || plain;
}
