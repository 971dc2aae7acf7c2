/** A rise of requests that starts at a service, not passed on by its callers, and has the course of the complaint. */

import { componentOf } from '../../domain/target.ts';
import { countedRetries } from '../metric-reading/counted-retries.ts';
import { METRIC_PARAMETERS } from '../metric-reading/metric-parameters.ts';
import type { ReadMetrics, ReadSeries } from '../metric-reading/read-metrics.ts';
import { risesOf } from '../metric-reading/rises.ts';
import { FORMAT } from '../parameters.ts';
import { type CallGraph, reachableFrom } from './call-graph.ts';
import { SURGES } from './parameters.ts';
import { fitOf, type Profile, profileOf } from './profile.ts';
import type { Symptom } from './symptoms.ts';

export interface Surge {
  readonly name: string;
  readonly profile: Profile;
  /** How well it has the complaint's course, 0 to 1. */
  readonly shape: number;
  /** Everyone who is known to call it gets as many requests as ever: unless others do, its callers send more for each. */
  readonly madeInside: boolean;
}

/** Surges that may explain the symptom, the best first. Retries of a failing service are not surges. */
export function surgesFor(symptom: Symptom, graph: CallGraph, metrics: ReadMetrics): readonly Surge[] {
  const near = new Set([symptom.name, ...reachableFrom(graph, symptom.name), ...callersOf(graph, symptom.name)]);
  const scaled = scaledAt(near, symptom, metrics);
  const risen = new Map<string, Surge>();
  const usual = Math.max(
    0,
    ...metrics.of(componentOf({ kind: 'service', name: symptom.name }), 'traffic').map(({ series }) => series.median),
  );
  for (const name of near) {
    const rise = riseOf(name, symptom, scaled, metrics);
    if (rise && requestsOf(rise.profile) >= Math.max(SURGES.leastShare * usual, leastSurgeIn(rise.profile)))
      risen.set(name, rise);
  }
  const isStore = (name: string) => metrics.engineOf(componentOf({ kind: 'service', name })) !== undefined;
  const isCounted = (name: string) => metrics.of(componentOf({ kind: 'service', name }), 'traffic').length > 0;
  // Nobody outside calls a store: what more comes to it, a program sends, for more requests or more for each.
  const programs = [...near].filter((name) => !isStore(name) && isCounted(name));
  return [...risen.values()]
    .filter(({ name, profile }) => {
      if (isStore(name) && programs.length > 0) return false;
      const callers = [...callersOf(graph, name)].flatMap((caller) =>
        caller === name ? [] : (risen.get(caller) ?? []),
      );
      if (callers.some((caller) => passesOn(caller.profile, profile))) return false;
      if (countedRetries(componentOf({ kind: 'service', name }), metrics) !== undefined) return false;
      if (profile.ratio <= SURGES.amongRetried / (1 - Math.min(failedShare(name, metrics), 1))) return false;
      return (
        name === symptom.name ||
        graph.callers(name).length === 0 ||
        failing(name, symptom, metrics) < SURGES.retryErrors
      );
    })
    .map((surge) => {
      const callers = graph.callers(surge.name).filter((caller) => caller !== surge.name);
      return { ...surge, madeInside: callers.length > 0 && callers.every((one) => isCounted(one) && !risen.has(one)) };
    })
    .sort((a, b) => b.shape * strengthOf(b) - a.shape * strengthOf(a));
}

/** Whether a rise above, directly or through others, is the rise below: of few requests, that one looks steeper by chance. */
function passesOn(above: Profile, below: Profile): boolean {
  return (above.ratio - 1) / (below.ratio - 1) >= SURGES.passedOn;
}

function strengthOf({ profile }: Surge): number {
  return Math.min(1, (profile.ratio - 1) / 1);
}

/** The most extra requests at any moment of the trouble. */
function requestsOf({ excess }: Profile): number {
  return Math.max(...excess.filter((value) => !Number.isNaN(value)));
}

function riseOf(name: string, symptom: Symptom, scaled: number | undefined, metrics: ReadMetrics): Surge | undefined {
  let best: Surge | undefined;
  for (const read of metrics.of(componentOf({ kind: 'service', name }), 'traffic')) {
    const upward: ReadSeries = { ...read, meaning: { ...read.meaning, bad: 'up' } };
    const profile = profileOf(upward, symptom.span, metrics);
    if (!profile || profile.ratio < SURGES.leastRatio) continue;
    if (profile.unusual < SURGES.leastUnusual && !isStep(read, symptom.span.onset)) continue;
    if (!exceedsItsPast(read, symptom.span.onset) || !hasRisen(read)) continue;
    const complaint = { ...symptom.profile, weighed: false, burden: symptom.profile.excess };
    const { shape } = fitOf(before(complaint, scaled), before(profile, scaled));
    if (shape >= SURGES.leastShape && shape > (best?.shape ?? 0)) best = { name, profile, shape, madeInside: false };
  }
  return best;
}

/**
 * When instances were added that bear the requests, of any service near, unix seconds: from then on the complaint ends
 * though the requests do not. Undefined where none were added.
 */
function scaledAt(near: ReadonlySet<string>, { span }: Symptom, metrics: ReadMetrics): number | undefined {
  const counts = [...near].flatMap((name) => metrics.of(componentOf({ kind: 'service', name }), 'replicas'));
  const added = counts.flatMap(({ series: { sketch } }) => {
    const had = sketch.findLast(([time]) => time <= span.onset)?.[1];
    const reached = sketch.find(
      ([time, count]) => time > span.onset && had !== undefined && count >= SURGES.bears * had,
    );
    return had !== undefined && had > 0 && reached !== undefined && reached[0] <= span.end ? [reached[0]] : [];
  });
  return added.sort((a, b) => a - b)[0];
}

/** The part of a course until a moment; all of it where there is none. */
function before(profile: Profile, until: number | undefined): Profile {
  if (until === undefined) return profile;
  const kept = profile.times.filter((time) => time <= until).length;
  const { times, excess, burden } = profile;
  return { ...profile, times: times.slice(0, kept), excess: excess.slice(0, kept), burden: burden.slice(0, kept) };
}

/** The floor for extra requests, in the unit of the series: a second, or a step of it. */
function leastSurgeIn({ perSecond, read, step }: Profile): number {
  const { leastSurge } = METRIC_PARAMETERS;
  return perSecond || read?.sli !== undefined ? leastSurge : leastSurge * step;
}

/** Whether the figure left its own past by a step as the trouble began: one that fills half of the record is its spread as well. */
function isStep({ series: { changes, stepSeconds = 0 } }: ReadSeries, onset: number): boolean {
  return changes.some(
    (change) =>
      change.kind === 'level-shift' &&
      change.direction === 'up' &&
      change.score >= SURGES.leastUnusual &&
      Math.abs(Date.parse(change.onset) / FORMAT.millis - onset) <= SURGES.nearPoints * stepSeconds,
  );
}

/**
 * A rise has a beginning: a load that climbs since its first figure has no level to have risen from. One that ebbs away after
 * it rose has a drift downwards for its last change, and is far above what was normal.
 */
function hasRisen({ sli }: ReadSeries): boolean {
  if (sli === undefined) return true;
  const { onset, direction, value, normal = Number.POSITIVE_INFINITY } = sli;
  return onset !== undefined && (direction === 'up' || value >= SURGES.leastRatio * normal);
}

/** Requests that come back after an outage, or that often come so many, are no surge. */
function exceedsItsPast({ series }: ReadSeries, onset: number): boolean {
  const values = (from: number, to: number) =>
    series.sketch
      .filter(([time]) => time >= from && time < to)
      .map(([, value]) => value)
      .toSorted((a, b) => a - b);
  // A point stamped within half a step of the onset holds some of what came then.
  const begun = onset - (series.stepSeconds ?? 0) / 2;
  const past = values(Number.NEGATIVE_INFINITY, begun);
  const during = values(begun, Number.POSITIVE_INFINITY);
  const usuallyHigh = past[Math.floor(SURGES.usuallyHigh * (past.length - 1))] ?? 0;
  const high = during[Math.floor(SURGES.usuallyHigh * (during.length - 1))] ?? 0;
  return high > SURGES.abovePast * usuallyHigh;
}

function callersOf(graph: CallGraph, name: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const caller of graph.callers(next)) {
      if (seen.has(caller)) continue;
      seen.add(caller);
      waiting.push(caller);
    }
  }
  return seen;
}

/** The usual share of failures since they rose; 0 where they did not. */
function failedShare(name: string, metrics: ReadMetrics): number {
  const shares = metrics
    .of(componentOf({ kind: 'service', name }), 'errors')
    .flatMap(({ sli }) =>
      sli?.unit === 'ratio' && sli.onset !== undefined && sli.direction === 'up' ? [sli.value] : [],
    );
  return Math.max(0, ...shares, ...countedShares(name, metrics));
}

/**
 * The same where failures are only counted beside all calls, as CloudWatch does for functions. Lambda invokes a function
 * that fails twice more for each event (Developer Guide, "Retry behavior").
 */
function countedShares(name: string, metrics: ReadMetrics): readonly number[] {
  const component = componentOf({ kind: 'service', name });
  const levels = (signal: 'errors' | 'traffic') =>
    metrics.of(component, signal).flatMap(({ series, sli }) => {
      const risen = risesOf(series);
      return sli === undefined && series.stepSeconds !== undefined ? risen.map(({ during }) => during) : [];
    });
  const [failed, all] = [Math.max(0, ...levels('errors')), Math.max(0, ...levels('traffic'))];
  return all > 0 ? [Math.min(1, failed / all)] : [];
}

/** The largest share of failures during the trouble that a service's series tell; 0 where they tell none. */
function failing(name: string, symptom: Symptom, metrics: ReadMetrics): number {
  const component = componentOf({ kind: 'service', name });
  const shares = metrics.of(component, 'errors').filter(({ sli }) => sli?.unit === 'ratio');
  const heights = [...metrics.of(component, 'availability'), ...shares].flatMap((read) => {
    const profile = profileOf(read, symptom.span, metrics);
    return profile ? [Math.max(0, ...profile.excess)] : [];
  });
  return Math.max(0, ...heights);
}
