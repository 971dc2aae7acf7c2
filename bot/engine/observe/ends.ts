import {
  type EvidenceSet,
  type LogPattern,
  logSliceMs,
  type MetricSeries,
  type SeriesChange,
  type ServiceLogs,
} from '../../domain/signals.ts';
import { FORMAT, type Parameters } from '../parameters.ts';
import { isOver, millis } from './time.ts';

/** `[unix seconds, figure]`, oldest first. */
type Course = readonly (readonly [number, number])[];

/**
 * When a change of a series ended, RFC 3339: the end that was detected, else the last point beyond half of the way back,
 * if it lies long enough before the moment looked at. Undefined while the change lasts.
 */
export function endOfChange(
  series: Pick<MetricSeries, 'sketch'>,
  change: SeriesChange,
  evidence: EvidenceSet,
  parameters: Parameters,
): string | undefined {
  if (change.until !== undefined) return change.until;
  const { before, during } = change;
  const isBeyond = (figure: number) => (figure - before) / (during - before || 1) > parameters.endedShare;
  return endOfCourse(series.sketch, isBeyond, change.onset, evidence, parameters);
}

/**
 * When a course was last bad, RFC 3339, if it has been well since for as long as it takes to call something over. Single
 * figures decide nothing: each is judged by the middle one of it and its neighbours.
 */
export function endOfCourse(
  course: Course,
  isBad: (figure: number) => boolean,
  onset: string,
  evidence: EvidenceSet,
  parameters: Parameters,
): string | undefined {
  const began = millis(onset) ?? 0;
  const bad = course.map(([, figure]) => isBad(figure));
  const last = course.findLast(([time], index) => {
    const around = bad.slice(Math.max(0, index - 1), index + 2);
    return time * FORMAT.millis >= began && 2 * around.filter((one) => one).length > around.length;
  });
  const end = last && new Date(last[0] * FORMAT.millis).toISOString();
  return end !== undefined && isOver(end, evidence, parameters) ? end : undefined;
}

/** A finding's end as its fields. */
export function endIn(until: string | undefined): { readonly until: string } | { readonly lasts: true } {
  return until === undefined ? { lasts: true } : { until };
}

/**
 * When an error stopped coming as it did, RFC 3339: its last line, or the end of the last slice of time that held more than
 * what trickles on, if the service wrote on after it. Where nothing but errors is written, what trickles on shows that its
 * writer lives. Undefined while it lasts.
 */
export function endOfErrors(
  pattern: LogPattern,
  logs: ServiceLogs,
  evidence: EvidenceSet,
  parameters: Parameters,
): string | undefined {
  const silent = isSilent(pattern, evidence, parameters);
  // Between two heaps of several it is as quiet as after the last.
  if (!silent && heapsOf(pattern, parameters) >= parameters.errorLines) return undefined;
  const surge = endOfSurge(pattern, evidence, parameters);
  const ends = silent ? [pattern.lastSeen, surge] : [surge];
  return ends.find((end) => end !== undefined && wroteAfter(logs, end));
}

/**
 * Whether an error has not come for several times as long as it usually takes to come again. What comes in heaps, as the
 * retries of one message or start do, comes again with the next heap, not with the next line.
 */
function isSilent(pattern: LogPattern, evidence: EvidenceSet, parameters: Parameters): boolean {
  const { count, firstSeen, lastSeen } = pattern;
  const [first, last, now] = [millis(firstSeen), millis(lastSeen), millis(evidence.asOf)];
  if (first === undefined || last === undefined || now === undefined || count < parameters.errorLines) return false;
  const heaps = heapsOf(pattern, parameters);
  const times = heaps >= parameters.errorLines ? heaps : count;
  return now - last > Math.max(parameters.overAfterMs, (parameters.silentGaps * (last - first)) / (times - 1));
}

/** Runs of slices that hold more than what trickles on, with slices that hold none or little between them. */
export function heapsOf({ buckets = [] }: LogPattern, { trickleShare }: Parameters): number {
  const most = Math.max(0, ...buckets);
  const isBusy = (slice: number) => (buckets[slice] ?? 0) > trickleShare * most;
  return buckets.filter((_, slice) => isBusy(slice) && !isBusy(slice - 1)).length;
}

function endOfSurge({ buckets }: LogPattern, evidence: EvidenceSet, parameters: Parameters): string | undefined {
  const most = Math.max(0, ...(buckets ?? []));
  if (buckets === undefined || most < parameters.surgeLines) return undefined;
  const busy = buckets.findLastIndex((count) => count > parameters.trickleShare * most);
  const [from, to] = [millis(evidence.window.start), millis(evidence.asOf)];
  if (from === undefined || to === undefined) return undefined;
  const slice = logSliceMs(from, to, buckets.length);
  const end = new Date(to - (buckets.length - 1 - busy) * slice).toISOString();
  return isOver(end, evidence, parameters) ? end : undefined;
}

export function wroteAfter(logs: ServiceLogs, last: string): boolean {
  return logs.lastSeen !== undefined && Date.parse(logs.lastSeen) > Date.parse(last);
}
