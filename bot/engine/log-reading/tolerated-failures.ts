import type { Sli } from '../../domain/service-level.ts';
import { type EvidenceSet, type LogPattern, logSliceMs, type ServiceLogs } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { readMachines } from '../metric-reading/machines.ts';
import { FORMAT } from '../parameters.ts';
import { totalBuckets } from './background.ts';
import { BACKGROUND, LINES, TOLERATED_SHARE } from './parameters.ts';
import type { FailureKind } from './peers.ts';

/** Whether a call may fail so now and then: a name that is not found is not found by chance. */
export function isToleratedKind(kind: FailureKind | undefined): boolean {
  return kind !== undefined && kind !== 'unknown-name' && kind !== 'no-name-service';
}

/**
 * Whether a pattern is what a service that is well writes of the few requests that it fails at all times. No service answers
 * every request, and what it may fail is its error budget (Beyer et al., "Site Reliability Engineering", chapter 3); a log of
 * errors shows those few alone. So it is where the requests of its writer are counted, a share of them fails that stays
 * small, each line has a failed request that was counted, and the lines scatter as the requests do. Who fails no request that
 * was counted may yet fail at every call that it makes on its own account.
 */
export function areTolerated(
  pattern: LogPattern,
  logs: ServiceLogs,
  writer: Component,
  evidence: EvidenceSet,
): boolean {
  if (evidence.slis?.status !== 'observed' || pattern.buckets === undefined) return false;
  // The log of a machine is that of what runs there.
  const names = new Set([writer, ...readMachines(evidence).on(logs.service)]);
  const own = evidence.slis.value.items.filter(
    ({ side, service }) => side === 'server' && names.has(componentOf({ kind: 'service', name: service })),
  );
  const ratios = own.filter(({ indicator }) => indicator === 'error_ratio');
  if (ratios.length === 0 || !ratios.every(isSmall)) return false;
  const course = own.find(({ indicator }) => indicator === 'rate')?.course ?? [];
  const rates = new Map(course);
  if (pattern.count > Math.max(...ratios.map((one) => failedOf(one, rates)))) return false;
  return scattersAsRequests(pattern.buckets, totalBuckets(logs), course, evidence);
}

/** A share that stays small, or a rise of no more than a request or a few. */
function isSmall({ value, failed, onset }: Sli): boolean {
  if (failed === undefined) return false;
  return value < TOLERATED_SHARE || (onset !== undefined && failed < LINES.several);
}

/** Failed requests of all that was read: `failed` alone counts those of a shift where there is one. */
function failedOf({ onset, failed = 0, course, stepSeconds }: Sli, rates: ReadonlyMap<number, number>): number {
  if (onset === undefined) return failed;
  const counted = course.reduce((sum, [time, ratio]) => sum + ratio * (rates.get(time) ?? 0) * stepSeconds, 0);
  return Math.max(failed, counted);
}

/**
 * Whether from no moment on lines come more often than the requests of their writer by more than chance (binomial, given
 * their sum); than time goes on where nobody counted how many were asked.
 */
function scattersAsRequests(
  buckets: readonly number[],
  written: readonly number[],
  course: Sli['course'],
  { window, asOf }: Pick<EvidenceSet, 'window' | 'asOf'>,
): boolean {
  const end = Date.parse(asOf);
  const slice = logSliceMs(Date.parse(window.start), end, buckets.length);
  const begun = written.findIndex((lines) => lines > 0);
  const since = (index: number) => end - (buckets.length - index) * slice;
  const asked = (index: number) =>
    course.reduce((sum, [time, rate]) => (time * FORMAT.millis >= since(index) ? sum + rate : sum), 0);
  const [requests, lines] = [asked(begun), sumFrom(buckets, begun)];
  for (let index = begun + 1; index < buckets.length; index++) {
    const share = requests > 0 ? asked(index) / requests : (buckets.length - index) / (buckets.length - begun);
    const deviation = Math.max(1, Math.sqrt(lines * share * (1 - share)));
    if (sumFrom(buckets, index) - lines * share > BACKGROUND.beyondChance * deviation) return false;
  }
  return true;
}

function sumFrom(buckets: readonly number[], from: number): number {
  return buckets.slice(from).reduce((sum, lines) => sum + lines, 0);
}
