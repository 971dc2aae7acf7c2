import type { EvidenceSet, ServiceLogs } from '../../domain/signals.ts';
import { namedAddresses } from '../cluster/addresses.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import { engineOf, isDatabase } from './database-name.ts';
import type { Parties, Party } from './parties.ts';
import type { CallFailure } from './peers.ts';

/**
 * What a service can have called, by name: from the topology, traces and the addresses in its settings. With an engine:
 * of these those of the engine, else those of which the engine is not known, else whatever of it is there at all.
 */
export function calleesOf(
  service: string,
  engine: string | undefined,
  parties: Parties,
  evidence: EvidenceSet,
): readonly string[] {
  const called = calledBy(service, parties, evidence);
  if (engine === undefined) return called;
  const measured = new Map(called.map((name) => [name, measuredEngine(name, evidence)]));
  const engines = new Map(called.map((name) => [name, engineOf(name, parties.cluster) ?? measured.get(name)]));
  const same = called.filter((name) => engines.get(name) === engine);
  if (same.length > 0) return same;
  const open = called.filter((name) => engines.get(name) === undefined && isDatabase(name, parties.cluster));
  return open.length > 0 ? open : allOf(engine, parties);
}

/** The engine of a store by what exports its figures; a cloud tells only that it is one. */
function measuredEngine(name: string, evidence: EvidenceSet): string | undefined {
  const engine = readMetrics(evidence).engineOf(`service/${name}`);
  return engine === undefined || OF_CLOUD.has(engine) ? undefined : engine;
}

/** Whether a service keeps data or messages: by its name or image, else by what exports its figures. */
export function keepsData(name: string, { cluster }: Parties, evidence: EvidenceSet): boolean {
  return isDatabase(name, cluster) || measuredEngine(name, evidence) !== undefined;
}

const OF_CLOUD: ReadonlySet<string> = new Set(['rds']);

/** The one database or broker of an engine that a service can have meant; undefined where there are several, or none. */
export function partyOfEngine(
  engine: string,
  logs: ServiceLogs,
  parties: Parties,
  evidence: EvidenceSet,
): Party | undefined {
  const [name, second] = calleesOf(logs.service, engine, parties, evidence);
  if (name === undefined || second !== undefined || name === logs.service) return undefined;
  return parties.resolve({ host: name }, parties.namespaceOf(logs));
}

/**
 * The one known callee of a service that its line names before an answer of 5xx: programs call what they call by its name
 * (`cards answered 503`), which nothing but the calls that are known tells from any other word.
 */
export function calleeNamedIn(
  text: string,
  { kind, relayed }: CallFailure,
  logs: ServiceLogs,
  parties: Parties,
  evidence: EvidenceSet,
): Party | undefined {
  if (kind !== 'server-error' || relayed) return undefined;
  const words = new Set(
    ANSWERED.exec(text)?.[1]
      ?.toLowerCase()
      .split(/[^\w.-]+/),
  );
  const [name, second] = calledBy(logs.service, parties, evidence).filter((one) => words.has(one.toLowerCase()));
  if (name === undefined || second !== undefined) return undefined;
  return parties.resolve({ host: name }, parties.namespaceOf(logs));
}

/**
 * The one of some callees that a line names as what it called, in the words of programs: `Call to cards failed`, `cards:
 * handshake failed`, `could not reach cards`.
 */
export function calleeCalledIn(text: string, callees: readonly string[]): string | undefined {
  const [head = ''] = text.split('\n');
  const [name, second] = callees.filter((one) => {
    const written = one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`${CALLED_BEFORE}["'\`]?${written}(?![\\w.-])|(?:^|[\\s"'])${written}${FAILED_AFTER}`, 'i').test(
      head,
    );
  });
  return second === undefined ? name : undefined;
}

const CALLED_BEFORE = String.raw`\b(?:call(?:ing|s|ed)?|request(?:s|ing)?|connect(?:ion|ing)?|reach(?:ing)?|contact(?:ing)?|talking|handshake|fetch(?:ing)?)(?: to| with| from| of)? (?:service |upstream |host )?`;
const FAILED_AFTER = String.raw`(?:: |"? (?:call |request |connection )?(?:failed|refused|unavailable|is not reachable|unreachable|did not answer)\b)`;

/** What stands before a status of a server's own failure. */
const ANSWERED = /^([^\n]{0,200}?)\b5\d\d\b/;

function calledBy(service: string, parties: Parties, evidence: EvidenceSet): readonly string[] {
  const listed = evidence.topology.status === 'observed' ? (evidence.topology.value[service] ?? []) : [];
  const traced =
    evidence.traces.status === 'observed'
      ? evidence.traces.value.filter((edge) => edge.caller === service).map((edge) => edge.callee)
      : [];
  const workloads = new Set(parties.cluster.workloadsByService(service));
  const set = namedAddresses(parties.cluster).flatMap(({ workload, host, namespace }) => {
    const party = workloads.has(workload) ? parties.resolve({ host }, namespace) : undefined;
    return party === undefined ? [] : [party.component.slice(party.component.indexOf('/') + 1)];
  });
  return [...new Set([...listed, ...traced, ...set])].filter((name) => name !== service);
}

/**
 * Whatever there is of an engine: what runs in the cluster, else what else is known by name. A database that a cloud runs, or a
 * machine beside the cluster, is no workload, and may have a log and figures.
 */
function allOf(engine: string, { cluster, names }: Parties): readonly string[] {
  const ofEngine = (known: Iterable<string>) =>
    [...new Set(known)].filter((name) => isDatabase(name, cluster) && engineOf(name, cluster) === engine);
  const own = ofEngine(cluster.workloads.map(({ component }) => component.slice(component.indexOf('/') + 1)));
  return own.length > 0 ? own : ofEngine(names);
}
