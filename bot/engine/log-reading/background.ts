import type { EvidenceSet, LogPattern, ServiceLogs } from '../../domain/signals.ts';
import { readCluster } from '../cluster/cluster.ts';
import { BACKGROUND } from './parameters.ts';

/** Why a pattern is no sign of the present trouble. */
export type Background = 'telemetry' | 'start-up' | 'standing';

const TELEMETRY =
  /(?<![\w./-])telemetry(?![\w./-]*\w)|\b(?:profil(?:er|ing)|trac(?:ing|er)|opentelemetry|otel|otlp|jaeger|zipkin|stackdriver|datadog|newrelic|statsd|sentry|span export(?:er)?|metrics? export(?:er)?|apm|metadata server|instance metadata(?! \(connection name)|GCE metadata)\b/i;
/** A database, topic or user may be called as it likes: what stands alone in quotes is a name, as is `telemetry.raw-1`. */
const NAME_IN_QUOTES = /(["'`])[\w.-]+\1/g;
const OWN_NEWS = /\bdeprecat(?:ed|ion)|DeprecationWarning|UserWarning|FutureWarning/;

/** From when to when something was written; patterns that tell of one matter have one span. */
export interface Span {
  readonly firstSeen?: string;
  readonly lastSeen?: string;
}

/** The span of several. */
export function spanOf(parts: readonly Span[]): Span {
  const firstSeen = parts.flatMap((part) => part.firstSeen ?? []).sort()[0];
  const lastSeen = parts
    .flatMap((part) => part.lastSeen ?? [])
    .sort()
    .at(-1);
  return { ...(firstSeen === undefined ? {} : { firstSeen }), ...(lastSeen === undefined ? {} : { lastSeen }) };
}

/**
 * Says whether a pattern is background: telemetry that cannot deliver and deprecation notes; trouble that ended while
 * dependencies came up though the service wrote on; or a pattern as frequent before the investigated window as in it.
 * Undefined when it is none of these, also where the lines carry no time to tell, and where the log does not reach back
 * before the window: what has no past is not known to be usual. `span` is that of the matter which the pattern tells of,
 * where others tell of it too.
 */
export function backgroundOf(
  pattern: LogPattern,
  service: ServiceLogs,
  evidence: EvidenceSet,
  span: Span = pattern,
): Background | undefined {
  const text = pattern.samples[0]?.text ?? pattern.template;
  if (TELEMETRY.test(text.replace(NAME_IN_QUOTES, '')) || OWN_NEWS.test(text)) return 'telemetry';
  if (endedAtStart(span, service) && beginsWithStart(service, evidence)) return 'start-up';
  return isStanding(pattern, service, evidence) ? 'standing' : undefined;
}

function endedAtStart(pattern: Span, service: ServiceLogs): boolean {
  if (pattern.lastSeen === undefined || service.firstSeen === undefined || service.lastSeen === undefined) return false;
  const last = Date.parse(pattern.lastSeen);
  const begun = Date.parse(service.firstSeen);
  const silence = Date.parse(service.lastSeen) - last;
  // It must have stayed away for at least as long as it lasted, and for a while.
  return last - begun <= BACKGROUND.startUpMs && silence >= Math.max(BACKGROUND.overMs, last - begun);
}

/**
 * Whether a log may begin with its program's start: not where containers of it are known and none started about then,
 * for then the log was only collected from there on.
 */
function beginsWithStart({ service, firstSeen }: ServiceLogs, evidence: EvidenceSet): boolean {
  const starts = readCluster(evidence)
    .workloadsByService(service)
    .flatMap(({ pods }) => pods.flatMap(({ statuses }) => statuses.flatMap(({ running }) => running?.startedAt ?? [])));
  const begun = Date.parse(firstSeen ?? '');
  return starts.length === 0 || starts.some((start) => Math.abs(Date.parse(start) - begun) <= BACKGROUND.startUpMs);
}

/** True for a pattern last seen before the investigated window, of which logs show the time before as well. */
export function isPast(pattern: LogPattern, { window }: Pick<EvidenceSet, 'window'>): boolean {
  return pattern.lastSeen !== undefined && Date.parse(pattern.lastSeen) < Date.parse(window.start);
}

/** Whether a pattern began well after what was read of the logs did, whoever wrote that; false where no times tell. */
export function isFresh({ firstSeen }: LogPattern, { logs, asOf }: Pick<EvidenceSet, 'logs' | 'asOf'>): boolean {
  if (logs.status !== 'observed' || firstSeen === undefined) return false;
  const [begun] = logs.value.flatMap((one) => one.firstSeen ?? []).sort();
  if (begun === undefined) return false;
  const shown = Date.parse(asOf) - Date.parse(begun);
  return Date.parse(firstSeen) - Date.parse(begun) >= BACKGROUND.newAfterShare * shown;
}

/**
 * True for trouble that is over: the service has written on without it for twice as long as it lasted. Whether that
 * makes it background depends on what it says: a call that works again is no cause, a disk once full may be.
 */
export function isOver(pattern: Span, service: ServiceLogs): boolean {
  if (pattern.firstSeen === undefined || pattern.lastSeen === undefined || service.lastSeen === undefined) return false;
  const last = Date.parse(pattern.lastSeen);
  const silence = Date.parse(service.lastSeen) - last;
  return silence >= Math.max(BACKGROUND.overMs, BACKGROUND.overFactor * (last - Date.parse(pattern.firstSeen)));
}

function isStanding(pattern: LogPattern, service: ServiceLogs, { window }: Pick<EvidenceSet, 'window'>): boolean {
  const { buckets, firstSeen } = pattern;
  if (buckets === undefined || firstSeen === undefined || Date.parse(firstSeen) >= Date.parse(window.start))
    return false;
  const total = measureOf(pattern, service);
  const active = total.flatMap((lines, slice) => (lines > 0 ? [slice] : []));
  if (active.length < BACKGROUND.leastSlices) return false;
  const border = active[Math.floor(active.length * BACKGROUND.pastShare)]!;
  const past = rate(buckets, total, (slice) => slice < border);
  const present = rate(buckets, total, (slice) => slice >= border);
  if (beganBefore(pattern, buckets, total, window)) return false;
  const seenPast = buckets.filter((lines, slice) => slice < border && lines > 0).length;
  // Much less than before is trouble that ended, which is another matter.
  if (seenPast < BACKGROUND.leastSeenPast || present < past / BACKGROUND.endedFactor) return false;
  return present <= past * BACKGROUND.goesOnFactor || comesByChance(buckets, total, border);
}

/**
 * Whether trouble that goes on began some time before the window, but no more than a further window ago: people ask when
 * they have borne it for a while, and what is felt then began an hour before as well as ten minutes. Its log shows a time
 * without it, in which by chance alone it would have come (binomial: its lines fall where all lines do).
 */
function beganBefore(
  { firstSeen }: LogPattern,
  buckets: readonly number[],
  total: readonly number[],
  window: EvidenceSet['window'],
): boolean {
  const [start, end] = [Date.parse(window.start), Date.parse(window.end)];
  if (Date.parse(firstSeen!) < start - (end - start)) return false;
  const first = buckets.findIndex((lines) => lines > 0);
  const clean = total.filter((lines, slice) => slice < first && lines > 0).length;
  if (clean < BACKGROUND.leastSeenPast) return false;
  const lines = sumOf(buckets);
  const share = sumOf(total.slice(0, first)) / Math.max(1, sumOf(total));
  return lines * share > BACKGROUND.beyondChance * Math.sqrt(lines * share * (1 - share));
}

/**
 * What a pattern's lines are held against: the lines of its service, so that more traffic is no surge; time alone where they
 * are nearly all that the service writes, for what grows with them tells nothing of them.
 */
function measureOf(pattern: LogPattern, service: ServiceLogs): readonly number[] {
  const total = totalBuckets(service);
  return pattern.count < service.lines * BACKGROUND.aloneShare ? total : total.map(() => 1);
}

/**
 * Whether a few lines scatter as single events do: counts of independent events are Poisson, so that two before and nine
 * after say little. From no moment after the past on do they come more often than all lines together, by more than chance;
 * compared are the shares before and after it (binomial, given their sum).
 */
function comesByChance(buckets: readonly number[], total: readonly number[], border: number): boolean {
  const lines = sumOf(buckets);
  const all = sumOf(total);
  for (let from = border; from < total.length; from++) {
    const share = sumOf(total.slice(from)) / Math.max(1, all);
    const deviation = Math.sqrt(lines * share * (1 - share));
    if (deviation > 0 && sumOf(buckets.slice(from)) - lines * share > BACKGROUND.beyondChance * deviation) return false;
  }
  return true;
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((before, count) => before + count, 0);
}

/** True for a pattern that makes up so much of a log that nothing is left to show what normal would be. */
export function fillsLog(pattern: LogPattern, service: ServiceLogs): boolean {
  return pattern.count >= BACKGROUND.leastSlices && pattern.count >= service.lines * BACKGROUND.fillingShare;
}

/** Lines of the pattern per line of the service, so that more traffic alone is no surge. */
function rate(buckets: readonly number[], total: readonly number[], chosen: (slice: number) => boolean): number {
  let lines = 0;
  let all = 0;
  for (let slice = 0; slice < total.length; slice++) {
    if (!chosen(slice)) continue;
    lines += buckets[slice] ?? 0;
    all += total[slice]!;
  }
  return all === 0 ? 0 : lines / all;
}

/** All lines of a service per slice; empty where none carries a time. */
export function totalBuckets(service: ServiceLogs): readonly number[] {
  const timed = service.patterns.flatMap((pattern) => (pattern.buckets === undefined ? [] : [pattern.buckets]));
  const total: number[] = [];
  for (const buckets of timed) {
    for (let slice = 0; slice < buckets.length; slice++) total[slice] = (total[slice] ?? 0) + (buckets[slice] ?? 0);
  }
  return total;
}
