import type { CauseCode } from '../../domain/cause.ts';
import { componentOf } from '../../domain/target.ts';
import { CAUSE_TRAITS } from '../knowledge/causes/index.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';
import { beganFirst } from './onset.ts';
import type { Reach } from './reach.ts';

/** Whether the table says by name that one brings the other about. */
export function isListed(upper: CauseCode, lower: CauseCode): boolean {
  return CAUSE_TRAITS[lower].broughtAboutBy?.includes(upper) ?? false;
}

/** What figures of requests say of a service without saying why. */
export const RELAYED: ReadonlySet<CauseCode> = new Set<CauseCode>(['availability_regression', 'latency_regression']);

/** What grows with the requests that come, whoever sends them. */
const BORNE: ReadonlySet<CauseCode> = new Set<CauseCode>(['traffic_spike', 'pod_cpu_overload']);

/** Causes that send more requests on to whatever is called. */
const LOADS: ReadonlySet<CauseCode> = new Set<CauseCode>(['traffic_spike', 'retry_storm']);

/** Whether more requests at one component are what another, that it calls, has to bear. */
export function isLoadOf(load: Candidate, borne: Candidate, reach: Reach): boolean {
  if (!LOADS.has(load.cause) || !BORNE.has(borne.cause)) return false;
  // A surge goes on to whatever is called as a surge, where it is as plain at the caller.
  if (load.cause === borne.cause ? load.belief < borne.belief : !isListed(load.cause, borne.cause)) return false;
  return reach.dependencies(load.component).has(borne.component);
}

/**
 * Whether more requests at one component were borne until the autoscaler of another, that it calls, rose to its maximum and
 * wants more than that: pods are added for as many requests as come (Kubernetes, "Horizontal Pod Autoscaling"), so that the
 * limit is what is too small. One that was always at its maximum bears nothing more at any time.
 */
function isBorneUntil(limit: Candidate, load: Candidate, reach: Reach): boolean {
  if (limit.cause !== 'hpa_at_maximum' || load.cause !== 'traffic_spike' || gradeRank(limit.grade) <= 1) return false;
  const rose = limit.findings.some(
    ({ analyzer, onset, byDemand }) => byDemand === true || (analyzer === 'scaling-limit' && onset !== undefined),
  );
  return rose && reach.dependencies(load.component).has(limit.component);
}

/**
 * Whether a limit is reached because it was lowered, and more requests came to its owner or to who calls that: those who
 * wait too long or are refused ask again (AWS, Builders' Library, "Timeouts, retries, and backoff with jitter"), and the
 * limit that there was would have held them.
 */
function isLoweredUnder(limit: Candidate, load: Candidate, reach: Reach): boolean {
  if (load.cause !== 'traffic_spike' || !limit.findings.some(({ lowered }) => lowered === true)) return false;
  return load.component === limit.component || reach.dependencies(load.component).has(limit.component);
}

/** What tells of a change that a program does more for each request: by its calls, or by its own work. */
const MORE_FOR_EACH: ReadonlySet<string> = new Set(['calls-per-request', 'work-per-request']);

/**
 * Whether a change is measured to multiply the calls or the work of a service, and what ails that service, or a store that
 * it calls, is what more calls bring.
 */
export function multiplies(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  const called = upper.findings
    .filter(({ analyzer }) => MORE_FOR_EACH.has(analyzer))
    .flatMap(({ analyzer, component, explains = [] }) =>
      analyzer === 'work-per-request' ? [component, ...explains] : explains,
    );
  if (!called.some((one) => one === lower.component || reach.dependencies(one).has(lower.component))) return false;
  return lower.cause === 'traffic_spike' || isListed('traffic_spike', lower.cause) || RELAYED.has(lower.cause);
}

/** What a store shows that has to answer for a cache. */
const OVERRUN: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'pod_cpu_overload',
  'database_cpu_saturation',
  'slow_query',
  'traffic_spike',
]);
const CACHE = /cache|redis|valkey|memcache|dragonfly|keydb/i;

/**
 * Whether a cache is away, and a store that the same service calls gets what it answered (Google's SRE book, "Addressing
 * Cascading Failures": a cold cache is load on what lies behind it).
 */
export function takesMisses(lower: Candidate, upper: Candidate, reach: Reach): boolean {
  if (!OVERRUN.has(lower.cause) || !CACHE.test(nameOf(upper.component).name)) return false;
  return behindCache(upper, reach).has(nameOf(lower.component).name);
}

const TAKES_MEMORY: ReadonlySet<CauseCode> = new Set<CauseCode>(['memory_leak', 'pod_memory_pressure']);

/** Whether a machine is short of the memory that a program of it has taken, as the figures of both say. */
export function takesMemory(upper: Candidate, lower: Candidate): boolean {
  return (
    TAKES_MEMORY.has(upper.cause) && lower.cause === 'node_memory_pressure' && upper.explains.includes(lower.component)
  );
}

/** What the services that call a cache call beside it, by name. */
function behindCache({ component }: Candidate, reach: Reach): ReadonlySet<string> {
  const { name } = nameOf(component);
  const called = [...reach.dependants(component)].map((one) => reach.callees(nameOf(one).name));
  return new Set(called.filter((callees) => callees.includes(name)).flat());
}

const AWAY: ReadonlySet<CauseCode> = new Set<CauseCode>(['dependency_unavailable', 'workload_unavailable']);

/** Whether a cache does not answer at all, so that everything it would have answered goes to what lies behind it. */
function isCacheAway({ component, cause }: Candidate): boolean {
  return AWAY.has(cause) && CACHE.test(nameOf(component).name);
}

/** Causes that say of a component that its own processes want more of the processor. */
const USES_MORE: ReadonlySet<CauseCode> = new Set<CauseCode>(['database_cpu_saturation', 'pod_cpu_overload']);

/** Whether a component's own processes want more of the processor; a database that looks through far more rows does. */
function takesMore(candidate: Candidate): boolean {
  return doesMoreWork(candidate) || USES_MORE.has(candidate.cause);
}

/** Whether a database is measured to do more for each query: it looks through far more rows, or burns far more time. */
function doesMoreWork({ cause, findings }: Candidate): boolean {
  return cause === 'slow_query' && findings.some(({ analyzer }) => analyzer === 'database-pressure');
}

/**
 * Whether a database's own log tells of one kind of statement that is slow, and of none beside it, since no later than its
 * machine is short of its processor. Schedulers share a processor out fairly, so that who goes short of it is slow in all
 * that it does (kernel, "CFS Scheduler"); each session of PostgreSQL is a process of its own, and takes a core for as long
 * as it sorts and joins (PostgreSQL manual, "How Connections Are Established", `log_min_duration_statement`).
 */
function isOneStatement(query: Candidate, machine: Candidate): boolean {
  const [line, second] = query.evidence;
  if (query.cause !== 'slow_query' || gradeRank(query.grade) <= 2 || line?.source !== 'logs') return false;
  return second === undefined && line.target === query.component && beganFirst(query, machine);
}

/** Whether it is what the other runs that makes a machine short of its processor. */
export function isTaker(taker: Candidate, machine: Candidate): boolean {
  return takesMore(taker) || isCacheLost(taker) || isOneStatement(taker, machine);
}

/**
 * Whether sessions are counted as waiting while each query does many times as much: who waits for a lock reads nothing, and
 * a scan keeps what it holds for as long as it takes. MongoDB counts so who waits for a ticket (manual, `serverStatus`,
 * "globalLock.currentQueue": intent locks of readers and writers do not conflict), InnoDB locks each row that a statement
 * without an index comes upon (MySQL manual, "Locks Set by Different SQL Statements"). Not where locks are said or shown.
 */
export function waitsForScans(lower: Candidate, upper: Candidate): boolean {
  return lower.cause === 'lock_contention' && gradeRank(lower.grade) <= 1 && doesMoreWork(upper);
}

/**
 * A cache that is measured to find less leaves the work to the stores behind it, wherever these run. What it finds depends
 * on what it holds and is asked for, not on how fast it is.
 */
function isCacheLost({ cause }: Candidate): boolean {
  return cause === 'cache_stampede' || cause === 'cache_eviction';
}

/** Whether a machine goes short of its processor, and the other may be what takes it: a program, or a cache that leaves it the work. */
export function isShortened(lower: Candidate, upper: Candidate): boolean {
  return lower.cause === 'node_cpu_saturation' && (isTaker(upper, lower) || isCacheAway(upper));
}

/** Whether the one that takes the processor does so on that very machine: itself, or the stores that its misses go to. */
export function makesShort(upper: Candidate, lower: Candidate, reach: Reach, { deeperShare }: Parameters): boolean {
  if (gradeRank(upper.grade) === 0 || upper.belief < deeperShare * lower.belief) return false;
  const missed = isCacheAway(upper) ? [...behindCache(upper, reach)] : [];
  const takers = [
    upper.component,
    ...(isCacheLost(upper) ? upper.explains : []),
    ...missed.map((name) => componentOf({ kind: 'service', name })),
  ];
  return takers.some((one) => reach.places(one).has(lower.component));
}

/** Whether the disk of a replica's machine is busy with what the replica applies, as is measured, and does not hold it up. */
function keepsDiskBusy(replica: Candidate, disk: Candidate): boolean {
  if (replica.cause !== 'replication_lag' || disk.cause !== 'node_disk_io_saturation') return false;
  return replica.findings.some(
    ({ analyzer, explains }) => analyzer === 'replayed-writes' && explains?.includes(disk.component) === true,
  );
}

/**
 * Whether what lies behind a cache is measured to get what that no longer answers, and shows what more requests bring: how
 * fast a store is does not change what is asked of it.
 */
function passesMisses(cache: Candidate, store: Candidate, reach: Reach): boolean {
  if (cache.cause !== 'cache_stampede' || gradeRank(cache.grade) === 0) return false;
  if (store.cause !== 'pod_cpu_overload' && !isListed(cache.cause, store.cause)) return false;
  return cache.explains.includes(store.component) && reach.dependencies(cache.component).has(store.component);
}

/** Whether one is measured to bring the other about where the table lists it the other way round. */
export function isTurnedRound(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  return (
    keepsDiskBusy(upper, lower) ||
    isBorneUntil(upper, lower, reach) ||
    isLoweredUnder(upper, lower, reach) ||
    passesMisses(upper, lower, reach)
  );
}
