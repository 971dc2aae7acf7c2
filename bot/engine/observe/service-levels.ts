import type { EvidenceDraft } from '../../domain/finding.ts';
import type { Observation, ObservationKind } from '../../domain/observation.ts';
import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { alertComponent, changeSeen, firingAlerts } from '../analyzers/metrics/evidence-text.ts';
import { relevantChange } from '../analyzers/metrics/relevant-change.ts';
import { BACKGROUND } from '../log-reading/parameters.ts';
import { isNoticedLatency } from '../metric-reading/noticed-latency.ts';
import { type ReadSeries, readMetrics } from '../metric-reading/read-metrics.ts';
import { FORMAT, type Parameters } from '../parameters.ts';
import { digits } from './digits.ts';
import { endOfChange, endOfCourse } from './ends.ts';
import { isOld } from './time.ts';

/** Service level indicators that left their level, or are bad without a past: rate, error ratio and latency. */
export function observeServiceLevels(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  const items = evidence.slis?.status === 'observed' ? evidence.slis.value.items : [];
  const worst = new Map<string, Sli>();
  for (const sli of items) {
    if (!isBad(sli, parameters) || isTailAlone(sli, items, parameters)) continue;
    const key = `${sli.service} ${sli.indicator}`;
    const known = worst.get(key);
    // A server's own figure counts before what its callers measure, a quantile before a mean.
    if (known === undefined || preference(sli) > preference(known)) worst.set(key, sli);
  }
  return [
    ...[...worst.values()].map((sli) => observationOf(sli, evidence, parameters)),
    ...observeLatencies(evidence, parameters),
  ];
}

/** Whether it was counted how many requests fail and measured how long they take, and neither is out of order anywhere. */
export function areRequestsWell(evidence: EvidenceSet, parameters: Parameters): boolean {
  const items = evidence.slis?.status === 'observed' ? evidence.slis.value.items : [];
  const isMeasured = (['error_ratio', 'latency'] as const).every((one) => items.some((sli) => sli.indicator === one));
  return isMeasured && observeServiceLevels(evidence, parameters).length === 0;
}

/** Latencies that no indicator tells of, as where a cloud reports means only: judged by the same floors. */
function observeLatencies(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  const worst = new Map<Component, Observation>();
  for (const read of latenciesAlone(evidence)) {
    const change = relevantChange(evidence, read, 'up');
    const { scale } = read.meaning;
    if (change === undefined || !isWorse('latency', change.during * scale, change.before * scale, parameters)) continue;
    const size = { absolute: change.during * scale, unit: 's', relative: change.during / (change.before || 1) };
    if ((worst.get(read.component)?.size?.absolute ?? 0) >= size.absolute) continue;
    const until = endOfChange(read.series, change, evidence, parameters);
    worst.set(read.component, {
      kind: 'latency',
      name: read.series.name,
      component: read.component,
      from: change.onset,
      ...(until && { until }),
      size,
      evidence: [changeSeen(read, change)],
      class: 'relevant',
    });
  }
  return [...worst.values()];
}

/** Series of latency whose component no indicator of latency tells of. */
export function latenciesAlone(evidence: EvidenceSet): readonly ReadSeries[] {
  const reads = readMetrics(evidence).all.filter(({ meaning }) => meaning.signal === 'latency');
  const told = new Set(reads.flatMap(({ sli, component }) => (sli === undefined ? [] : [component])));
  return reads.filter(
    ({ component, series }) => !told.has(component) && !/[._](?:sum|bucket|count)$/.test(series.name),
  );
}

function preference({ side, statistic, score }: Sli): number {
  return (side === 'server' ? 2 : 0) + (statistic === 'p95' ? 1 : 0) + (score ?? 0) / ((score ?? 0) + 1);
}

/** Whether an indicator is worse than it was by what a person would notice, or bad whatever it was. */
export function isBad(sli: Sli, parameters: Parameters): boolean {
  const { indicator, value, normal = 0 } = sli;
  const failed = sli.failed ?? Number.POSITIVE_INFINITY;
  if (indicator === 'error_ratio' && failed < parameters.failedRequests) return false;
  if (!isOfMany(sli, parameters) || failsAsEver(sli, parameters)) return false;
  if (sli.onset === undefined) return indicator === 'error_ratio' && isBadWithoutPast(sli, parameters);
  return sli.direction === (indicator === 'rate' ? 'down' : 'up') && isWorse(indicator, value, normal, parameters);
}

/**
 * Whether requests fail beside a shift as well, and in it no oftener than chance has it: where few are asked, the middle
 * figure is 0 whatever their share. Compared are the counts in it and beside it (binomial, given their sum).
 */
function failsAsEver({ indicator, course, failed, requests, onset, until }: Sli, parameters: Parameters): boolean {
  if (indicator !== 'error_ratio' || onset === undefined || failed === undefined || requests === undefined)
    return false;
  const [from, to] = [onset, until].map((time) => Date.parse(time ?? '') / FORMAT.millis) as [number, number];
  const beside = course.filter(([time]) => time < from || time > to);
  const inside = course.length - beside.length;
  if (inside === 0) return false;
  const each = requests / inside;
  const others = beside.reduce((sum, [, ratio]) => sum + ratio * each, 0);
  const [share, all] = [inside / course.length, failed + others];
  const deviation = Math.sqrt(all * share * (1 - share));
  return others >= parameters.failedRequests && failed - all * share <= BACKGROUND.beyondChance * deviation;
}

/**
 * Whether the slowest few in a hundred alone are slower, and not several times as slow: a busy minute moves the last
 * quantile by such a factor, and no other (Dean and Barroso, "The Tail at Scale").
 */
function isTailAlone(sli: Sli, items: readonly Sli[], parameters: Parameters): boolean {
  const { indicator, statistic, value, normal = 0 } = sli;
  if (indicator !== 'latency' || !isTail(statistic) || value >= parameters.tailFactor * normal) return false;
  return !items.some(
    (other) =>
      other.indicator === 'latency' &&
      !isTail(other.statistic) &&
      other.service === sli.service &&
      other.namespace === sli.namespace &&
      other.peer === sli.peer &&
      other.side === sli.side &&
      (isBad(other, parameters) || movesWith(other, sli)),
  );
}

/** Whether another figure rose at the same time and for as long, by however little: one of several instances is slower. */
function movesWith(other: Sli, { onset, until, stepSeconds }: Sli): boolean {
  if (other.direction !== 'up' || other.onset === undefined || onset === undefined) return false;
  const isNear = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b)) <= stepSeconds * FORMAT.millis;
  if (!isNear(other.onset, onset)) return false;
  return until === undefined || other.until === undefined ? until === other.until : isNear(other.until, until);
}

function isTail(statistic: string | undefined): boolean {
  return /^p99/.test(statistic ?? '');
}

/** Whether a shift of an indicator is made of more than a slow request or two. */
export function isOfMany(sli: Sli, { failedRequests }: Parameters): boolean {
  return requestsBeyond(sli) >= failedRequests;
}

/** Requests that took longer than a quantile says: those that make it. A mean is made of all; uncounted ones may be many. */
function requestsBeyond({ statistic, requests }: Sli): number {
  const percent = /^p(\d+(?:\.\d+)?)$/.exec(statistic ?? '')?.[1];
  if (percent === undefined || requests === undefined) return Number.POSITIVE_INFINITY;
  return requests * (1 - Number(percent) / FORMAT.percent);
}

/** Whether a figure is worse than the normal one by what a person would notice. */
function isWorse(indicator: Sli['indicator'], value: number, normal: number, parameters: Parameters): boolean {
  if (indicator === 'error_ratio') return value - normal >= parameters.errorRatioRise;
  if (indicator === 'latency') return isNoticedLatency(normal, value, parameters);
  return normal >= parameters.rateFloor && value <= normal * parameters.rateFall;
}

function isBadWithoutPast({ normal, value }: Sli, parameters: Parameters): boolean {
  return normal === undefined && value >= parameters.errorRatioAlone;
}

const KINDS: Readonly<Record<Sli['indicator'], ObservationKind>> = {
  error_ratio: 'error-ratio',
  latency: 'latency',
  rate: 'traffic',
};

function observationOf(sli: Sli, evidence: EvidenceSet, parameters: Parameters): Observation {
  const component = componentOfSli(sli);
  const again = againSince(sli, evidence, parameters);
  const until = again === undefined ? endOfSli(sli, evidence, parameters) : undefined;
  const from = again ?? sli.onset;
  return {
    kind: KINDS[sli.indicator],
    name: sli.metric,
    component,
    ...(sli.namespace && { namespace: sli.namespace }),
    ...(from && { from }),
    ...(until && { until }),
    ...(sli.stepSeconds > 0 && { stepSeconds: sli.stepSeconds }),
    size: {
      absolute: sli.value,
      unit: sli.unit,
      ...(sli.normal !== undefined && sli.normal > 0 && { relative: sli.value / sli.normal }),
    },
    evidence: [sliSeen(sli)],
    class: isOld(from, evidence, parameters) && until !== undefined ? 'standing' : 'relevant',
  };
}

/**
 * Since when an indicator is bad again that had been bad and well before, where an alert on its service fires: the shift that
 * was measured is the larger one, and not always the one that people are called for.
 */
function againSince(sli: Sli, evidence: EvidenceSet, parameters: Parameters): string | undefined {
  const { course, until } = sli;
  const isBadAt = (figure: number) => isWorse(sli.indicator, figure, sli.normal ?? 0, parameters);
  const last = course.at(-1);
  if (until === undefined || last === undefined || !isBadAt(last[1])) return undefined;
  const well = course.findLastIndex(([, figure]) => !isBadAt(figure));
  const since = course[well + 1]?.[0];
  if (since === undefined || since * FORMAT.millis <= Date.parse(until)) return undefined;
  const component = componentOfSli(sli);
  const isAlerted = firingAlerts(evidence).some((alert) => alertComponent(alert, evidence) === component);
  return isAlerted ? new Date(since * FORMAT.millis).toISOString() : undefined;
}

/** When an indicator was last worse than a person would put up with; undefined while it is. */
function endOfSli(sli: Sli, evidence: EvidenceSet, parameters: Parameters): string | undefined {
  const { onset, until, course } = sli;
  if (onset === undefined) return undefined;
  const isBadAt = (figure: number) => isWorse(sli.indicator, figure, sli.normal ?? 0, parameters);
  const after = course.filter(([time]) => until !== undefined && time * FORMAT.millis > Date.parse(until));
  if (until !== undefined && 2 * after.filter(([, figure]) => isBadAt(figure)).length <= after.length) return until;
  return endOfCourse(course, isBadAt, onset, evidence, parameters);
}

/** The service an indicator is about: who serves, or who is called where the caller measured it. */
export function componentOfSli({ side, service, peer }: Sli): Component {
  return componentOf({ kind: 'service', name: side === 'client' && peer !== undefined ? peer : service });
}

/** An indicator with its figures, as evidence. */
function sliSeen(sli: Sli): EvidenceDraft {
  const target = componentOfSli(sli);
  return {
    source: 'metrics',
    tool: 'list_slis',
    target,
    text: `${sliInWords(sli)}.`,
    ...(sli.onset && { observedAt: sli.onset }),
  };
}

/** `checkout: p95 latency 42 ms -> 737 ms at 02:39Z until …`, in observed figures. */
export function sliInWords(sli: Sli): string {
  const what = `${nameOfService(sli)}: ${sli.statistic === undefined ? '' : `${sli.statistic} `}${INDICATORS[sli.indicator]}`;
  const requests = sli.requests === undefined ? '' : ` over ${Math.round(sli.requests)} requests`;
  const failed = sli.failed === undefined ? '' : `, ${Math.round(sli.failed)} failed`;
  // Without a shift, what is said is the share of the requests beside it, not that of a moment.
  const steady = sli.onset === undefined && sli.failed !== undefined && (sli.requests ?? 0) > 0;
  const value = steady && sli.indicator === 'error_ratio' ? sli.failed! / sli.requests! : sli.value;
  const now = `${sliFigure(value, sli.unit)}${requests}${sli.indicator === 'error_ratio' ? failed : ''}`;
  if (sli.onset === undefined) {
    const before = sli.normal === undefined ? '' : `, ${sliFigure(sli.normal, sli.unit)} before`;
    return `${what} ${now}${before}`;
  }
  const until = sli.until === undefined ? '' : ` until ${sli.until}, now ${sliFigure(sli.last, sli.unit)}`;
  const from = sli.normal === undefined ? '' : `${sliFigure(sli.normal, sli.unit)} -> `;
  return `${what} ${from}${now} at ${sli.onset}${until}`;
}

const INDICATORS: Readonly<Record<Sli['indicator'], string>> = {
  error_ratio: 'share of failed requests',
  latency: 'latency',
  rate: 'requests',
};

function nameOfService({ side, service, peer }: Sli): string {
  return side === 'client' && peer !== undefined ? `${service} calling ${peer}` : service;
}

/** A figure with the unit a person uses: `42 ms`, `1.2 s`, `0.4 %`, `12 requests/s`. */
export function sliFigure(value: number, unit: Sli['unit']): string {
  if (unit === 'ratio') return `${digits(value * FORMAT.percent)} %`;
  if (unit === 's') return value >= 1 ? `${digits(value)} s` : `${digits(value * FORMAT.millis)} ms`;
  return `${digits(value)} ${unit}`;
}
