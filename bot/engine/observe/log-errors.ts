import type { Observation, ObservationClass } from '../../domain/observation.ts';
import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../domain/signals.ts';
import { componentOf } from '../../domain/target.ts';
import { isClientAbort } from '../knowledge/client-aborts.ts';
import { isClientFault, isOfStrangers } from '../knowledge/client-faults.ts';
import { isCollectorNote } from '../log-reading/collector-note.ts';
import { matchErrorTexts } from '../log-reading/match-error-texts.ts';
import { readParties } from '../log-reading/parties.ts';
import { readCallFailure } from '../log-reading/peers.ts';
import { quotePattern } from '../log-reading/quoting.ts';
import { areTolerated, isToleratedKind } from '../log-reading/tolerated-failures.ts';
import { nameOf } from '../metric-reading/entity.ts';
import { readMachines } from '../metric-reading/machines.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import type { Parameters } from '../parameters.ts';
import { callGraph } from '../propagation/call-graph.ts';
import { isBrokerName } from '../propagation/name-words.ts';
import { endOfErrors } from './ends.ts';
import { isBad } from './service-levels.ts';
import { millis } from './time.ts';

/** Errors in logs: by their share of all lines, by being new, by growing. One observation for each service and pattern. */
export function observeLogErrors(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  if (evidence.logs.status !== 'observed') return [];
  const { tool } = evidence.logs;
  const parties = readParties(evidence);
  return evidence.logs.value.flatMap((logs) => {
    const errors = logs.patterns.filter(isError).filter(({ count }) => count >= parameters.errorLines);
    return errors
      .sort((a, b) => b.count - a.count)
      .slice(0, parameters.errorPatterns)
      .map((pattern): Observation => {
        const until = endOfErrors(pattern, logs, evidence, parameters);
        return {
          kind: 'log-errors',
          name: pattern.level,
          component: parties.writer(logs),
          ...(logs.namespace && { namespace: logs.namespace }),
          ...(pattern.firstSeen && { from: pattern.firstSeen }),
          ...(until && { until }),
          ...(pattern.lastSeen && { lastSeen: pattern.lastSeen }),
          size: { absolute: pattern.count, unit: 'lines', relative: pattern.count / Math.max(1, logs.lines) },
          evidence: [quotePattern(logs, pattern, tool)],
          class: classOf(pattern, logs, evidence, parameters),
        };
      });
  });
}

function isError({ level, samples }: LogPattern): boolean {
  return (level === 'error' || level === 'fatal') && !samples.some(({ text }) => isCollectorNote(text));
}

/**
 * An error that was as frequent before the window stands; so does one of a few lines among thousands. A log that begins
 * inside the window has no past that could excuse anything, and neither has one without times.
 */
function classOf(
  pattern: LogPattern,
  logs: ServiceLogs,
  evidence: EvidenceSet,
  parameters: Parameters,
): ObservationClass {
  if (pattern.samples.length > 0 && pattern.samples.every(({ text }) => isClientAbort(text))) return 'benign';
  const share = pattern.count / Math.max(1, logs.lines);
  const start = millis(evidence.window.start) ?? 0;
  const first = millis(pattern.firstSeen);
  const old = first !== undefined && first < start - parameters.errorPastMs && share < parameters.errorFills;
  if (old && !grows(pattern, logs, parameters)) return 'standing';
  if (isMeasuredAsFew(pattern, logs, evidence, parameters) || isTolerated(pattern, logs, evidence)) return 'standing';
  return share >= parameters.errorShare || pattern.level === 'fatal' ? 'relevant' : 'standing';
}

/**
 * Whether an error tells of single requests, or of senders who asked wrongly, or of something in the program's own words,
 * and the latter two come no more than before, and requests were counted: as few of them fail as always. A log of errors, or of a sample of what was served, holds more failures
 * than the service has.
 */
function isMeasuredAsFew(
  pattern: LogPattern,
  logs: ServiceLogs,
  evidence: EvidenceSet,
  parameters: Parameters,
): boolean {
  if (evidence.slis?.status !== 'observed' || pattern.samples.length === 0) return false;
  // What a server refuses by a limit of its own is the sender's error (RFC 9110, 15.5), and no share of failures counts it.
  const isUncounted = () =>
    pattern.samples.some(({ text }) => isRefusedByLimit(text)) && !isEven(pattern, logs, parameters);
  const single =
    pattern.samples.every(({ text }) => isOfARequest(text) || isOfNobodysName(text, logs, evidence)) && !isUncounted();
  const theirs =
    pattern.samples.every(({ text }) => isClientFault(text) || isInOwnWords(text)) && isEven(pattern, logs, parameters);
  const ratios = evidence.slis.value.items.filter(
    ({ indicator, side }) => indicator === 'error_ratio' && side === 'server',
  );
  if (theirs && ratios.length === 0 && isOfFewAsked(pattern, logs, evidence, parameters)) return true;
  if (!single && !(theirs && isFeltByMeasured(pattern, logs, evidence))) return false;
  const isHigh = ({ onset, value }: Sli) => onset === undefined && value >= parameters.errorRatioRise;
  if (ratios.some((one) => isBad(one, parameters) || isHigh(one))) return false;
  // What was asked wrongly is none of the failed requests, however few those are (RFC 9110, 15.5 and 15.6).
  if (theirs && isAskedWrongly(pattern)) return true;
  const requests = Math.max(0, ...ratios.map((sli) => sli.requests ?? 0));
  return pattern.count <= parameters.errorRatioRise * requests;
}

function isAskedWrongly({ samples }: LogPattern): boolean {
  return samples.every(({ text }) => isClientFault(text));
}

/** Where nobody counts failures: whether few of those who ask the writer ask wrongly. */
function isOfFewAsked(
  pattern: LogPattern,
  { service }: ServiceLogs,
  { slis }: EvidenceSet,
  { errorRatioRise }: Parameters,
): boolean {
  if (slis.status !== 'observed' || !isAskedWrongly(pattern)) return false;
  const asked = slis.value.items.filter((one) => one.service === service && one.side === 'server');
  return pattern.count <= errorRatioRise * Math.max(0, ...asked.map(({ requests }) => requests ?? 0));
}

/** Whether it tells of calls or requests that failed, as few as any service's do. */
function isTolerated(pattern: LogPattern, logs: ServiceLogs, evidence: EvidenceSet): boolean {
  return (
    pattern.samples.length > 0 &&
    pattern.samples.every(({ text }) => isOfARequest(text) || isToleratedKind(readCallFailure(text)?.kind)) &&
    areTolerated(pattern, logs, readParties(evidence).writer(logs), evidence)
  );
}

function isRefusedByLimit(text: string): boolean {
  return matchErrorTexts(text).some(({ row }) => row.refuses === true);
}

/** Whether no table knows a line, and it tells of no call of another that failed. */
function isInOwnWords(text: string): boolean {
  return matchErrorTexts(text).length === 0 && readCallFailure(text) === undefined;
}

/**
 * Whether those whose requests were counted would feel an error: the one who writes it or one who calls that; of a store of
 * which nobody knows who calls it, every program. What strangers do to it, nobody waits for.
 */
function isFeltByMeasured({ samples }: LogPattern, { service }: ServiceLogs, evidence: EvidenceSet): boolean {
  if (samples.every(({ text }) => isOfStrangers(text))) return true;
  // The log of a machine is that of what runs there.
  const names = [
    service,
    ...readMachines(evidence)
      .on(service)
      .map((one) => nameOf(one).name),
  ];
  if (evidence.slis.status !== 'observed') return false;
  const counted = new Set(
    evidence.slis.value.items.filter(({ indicator }) => indicator === 'error_ratio').map((sli) => sli.service),
  );
  const callers = names.flatMap((name) => callGraph(evidence).callers(name));
  if (callers.length === 0 && isStoreOfAny(service, evidence))
    return programsIn(evidence).every((one) => counted.has(one));
  return [...names, ...callers].some((name) => counted.has(name));
}

/** Whether it is a store, and nobody recorded who calls whom: any program may be its client. */
function isStoreOfAny(service: string, evidence: EvidenceSet): boolean {
  const isRecorded = evidence.topology.status === 'observed' || evidence.traces.status === 'observed';
  return !isRecorded && isStore(service, evidence);
}

/** Those that write logs and are neither a store nor a broker. */
function programsIn(evidence: EvidenceSet): readonly string[] {
  const logs = evidence.logs.status === 'observed' ? evidence.logs.value : [];
  return logs.flatMap(({ service }) => (isStore(service, evidence) || isBrokerName(service) ? [] : [service]));
}

function isStore(service: string, evidence: EvidenceSet): boolean {
  return readMetrics(evidence).engineOf(componentOf({ kind: 'service', name: service })) !== undefined;
}

/** Whether an error comes as evenly as what is never at rest does: its share has not grown, and it never came in a heap. */
function isEven(pattern: LogPattern, logs: ServiceLogs, parameters: Parameters): boolean {
  const { buckets, count } = pattern;
  if (buckets === undefined || grows(pattern, logs, parameters)) return false;
  const most = Math.max(...buckets);
  const written = buckets.filter((_, slice) => logs.patterns.some((one) => (one.buckets?.[slice] ?? 0) > 0)).length;
  return most < parameters.surgeLines || most <= parameters.errorGrowth * (count / Math.max(1, written));
}

/**
 * Lines that name the request they are about: a method with its path or address or in a field of its own (logfmt, and
 * gRPC's interceptors), a proxy's `request: "…"`, or the address as Python's requests ends what `raise_for_status` says.
 */
const OF_A_REQUEST =
  /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|Get|Head|Post|Put|Patch|Delete)(?: request for)? "?(?:https?:\/)?\/|\b(?:\w*method|verb)="?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b|\bgrpc\.method=|\brequest: "|\bfor url: https?:\/\//;

/**
 * Whether a line tells of one request: it names it, or says which status somebody answered, and who. A status is the
 * result of a single request (RFC 9110, 15), in whatever words its client wraps it (axios, Go, Java).
 */
function isOfARequest(text: string): boolean {
  if (OF_A_REQUEST.test(text)) return true;
  const failure = readCallFailure(text);
  return failure?.kind === 'server-error' && failure.peer !== undefined;
}

/** What CoreDNS writes of a lookup that its upstream did not answer: the code, the name, the type (plugin errors). */
const OF_A_NAME = /\bplugin\/errors: \d+ (\S+?)\.? [A-Z]+: /;

/** Whether a name server tells of a name that no program speaks of whose log was read: a desktop's or a search domain's. */
function isOfNobodysName(text: string, { service }: ServiceLogs, { logs }: EvidenceSet): boolean {
  const name = OF_A_NAME.exec(text)?.[1]?.toLowerCase();
  if (name === undefined || logs.status !== 'observed') return false;
  return !logs.value.some(
    (other) =>
      other.service !== service &&
      other.patterns.some(({ samples }) => samples.some((one) => one.text.toLowerCase().includes(name))),
  );
}

/** Whether its share of the lines rose, from the first to the second half of what was read, by more than chance. */
function grows({ buckets }: LogPattern, logs: ServiceLogs, parameters: Parameters): boolean {
  if (buckets === undefined || buckets.length < 2) return false;
  const all = logs.patterns.reduce<number[]>(
    (sums, one) => buckets.map((_, slice) => (sums[slice] ?? 0) + (one.buckets?.[slice] ?? 0)),
    [],
  );
  // A log that begins later than the reading has its halves from there on.
  const begun = Math.max(
    0,
    all.findIndex((count) => count > 0),
  );
  const half = Math.floor((begun + buckets.length) / 2);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const before = sum(buckets.slice(begun, half)) / Math.max(1, sum(all.slice(begun, half)));
  const after = sum(buckets.slice(half)) / Math.max(1, sum(all.slice(half)));
  return after > parameters.errorGrowth * before + parameters.errorShare / 2;
}
