import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { graded } from '../../cluster/grading.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { type ReadMetrics, type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { callGraph, reachableFrom } from '../../propagation/call-graph.ts';
import { SURGES } from '../../propagation/parameters.ts';
import { missesInBursts } from './cache-bursts.ts';
import { CACHES } from './call-parameters.ts';
import { changeSeen } from './evidence-text.ts';
import { fedBy, lostHits } from './lost-hits.ts';
import { changeTold, ownChangeBefore } from './own-change.ts';
import { ratioOf, relevantChange, strongest } from './relevant-change.ts';

/** What tells of a cache how much it finds. */
const COUNTED = ['cache-misses', 'cache-hit-share'] as const;

/**
 * A cache finds far less than before, be it since a moment or again and again, though it throws nothing out: what it held has
 * expired or was flushed at once.
 */
export const cacheMisses = defineAnalyzer({
  id: 'cache-misses',
  title: 'Cache misses what it held before',
  causes: ['cache_stampede'],
  needs: ['metrics'],
  example:
    'Misses of a cache rise from 6 to 55 % of its lookups without an eviction, and its database gets twice the queries.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    const caches = metrics.components.filter((component) =>
      COUNTED.some((signal) => metrics.of(component, signal).length > 0),
    );
    if (caches.length === 0) return { status: 'unknown', reason: 'no cache counts its misses' };
    const findings = caches.flatMap((component) => missing(component, evidence, metrics, parameters));
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `${caches.length} caches find what they are asked for as before` };
  },
});

function missing(
  component: Component,
  evidence: EvidenceSet,
  metrics: ReadMetrics,
  parameters: Parameters,
): readonly Finding[] {
  const found =
    moreMisses(component, evidence, metrics, parameters) ?? fewerHits(component, evidence, metrics, parameters);
  const around = { callers: callersOf(component, evidence), stores: storesBehind(component, evidence, metrics) };
  const bursts = missesInBursts(component, around, evidence, metrics, parameters);
  if (bursts !== undefined) return [bursts];
  if (found === undefined) return [];
  const { read, change } = found;
  const thrownOut = metrics.of(component, 'evictions');
  if (thrownOut.some((one) => moved(one, evidence, parameters))) return [];
  // Where nothing counts what is thrown out, a cache that was made smaller looks the same.
  const isTold = thrownOut.length > 0;
  const lost = lostHits(component, evidence, metrics, parameters);
  const fed = lost === undefined ? [] : fedBy(lost, evidence, metrics);
  const asked = around.stores.flatMap((store) => {
    const more = strongest(evidence, metrics.of(store, 'traffic'), 'up');
    return more !== undefined && ratioOf(more.change) >= SURGES.leastRatio ? [more] : [];
  });
  const stores = asked.length > 0 ? asked : fed;
  const name = nameOf(component).name;
  // Who changes what a cache keeps, or for whom, changes how much it finds.
  const own = ownChangeBefore(name, change.onset, evidence);
  return [
    {
      analyzer: 'cache-misses',
      component,
      cause: 'cache_stampede',
      statement: `${name} finds far less than before${isTold ? ' and throws nothing out: its entries have expired or were flushed at once' : ''}, and ${stores.length > 0 ? `${nameOf(stores[0]!.read.component).name} makes up for it` : 'whoever asks must make them anew'}.`,
      ...graded(isTold || own !== undefined || fed.length > 0 ? 'measured' : 'coincides', parameters),
      evidence: [
        changeSeen(read, change),
        ...(own === undefined ? [] : [changeTold(own)]),
        ...stores.map((more) => changeSeen(more.read, more.change)),
      ],
      onset: change.onset,
      explains: [...new Set([...stores.map((more) => more.read.component), ...around.callers])],
    },
  ];
}

type Found = ReturnType<typeof strongest>;

function moreMisses(component: Component, evidence: EvidenceSet, metrics: ReadMetrics, parameters: Parameters): Found {
  const missed = strongest(evidence, metrics.of(component, 'cache-misses'), 'up');
  if (missed === undefined || missed.change.score < parameters.metrics.movedScore) return undefined;
  const { read, change } = missed;
  const during = change.during * read.meaning.scale;
  const share = during / (during + level(metrics.of(component, 'cache-hits'), Date.parse(change.onset)));
  if (ratioOf(change) < CACHES.missesFactor || during < CACHES.leastMisses || !(share >= CACHES.leastShare))
    return undefined;
  return missed;
}

/** The share of lookups that find something, where nothing else is told: what clouds show of the caches they run. */
function fewerHits(component: Component, evidence: EvidenceSet, metrics: ReadMetrics, parameters: Parameters): Found {
  const fallen = strongest(evidence, metrics.of(component, 'cache-hit-share'), 'down');
  if (fallen === undefined || fallen.change.score < parameters.metrics.movedScore) return undefined;
  const [before, during] = [fallen.change.before, fallen.change.during].map((one) => one * fallen.read.meaning.scale);
  return before! >= CACHES.leastHits && during! <= CACHES.hitsLeft * before! ? fallen : undefined;
}

function moved(read: ReadSeries, evidence: EvidenceSet, parameters: Parameters): boolean {
  const change = relevantChange(evidence, read, 'up');
  return (
    change !== undefined &&
    change.score >= parameters.metrics.movedScore &&
    change.during * read.meaning.scale >= CACHES.leastMisses
  );
}

/** What the series of a component add up to since a moment (unix milliseconds); 0 where there are none. */
function level(reads: readonly ReadSeries[], since: number): number {
  return reads.reduce((sum, { series, meaning }) => {
    const values = series.sketch
      .flatMap(([time, value]) => (time * FORMAT.millis >= since ? [value] : []))
      .sort((a, b) => a - b);
    return sum + (values[values.length >> 1] ?? series.last) * meaning.scale;
  }, 0);
}

function callersOf(component: Component, evidence: EvidenceSet): readonly Component[] {
  return callGraph(evidence)
    .callers(nameOf(component).name)
    .map((caller): Component => `service/${caller}`);
}

/**
 * What the callers of a cache call besides it, and, where it answers less than before, what lies behind one that stands in
 * front: a proxy fetches what it does not find itself (Varnish, `MAIN.cache_miss` and `MAIN.backend_req`).
 */
function storesBehind(component: Component, evidence: EvidenceSet, metrics: ReadMetrics): readonly Component[] {
  const graph = callGraph(evidence);
  const { name } = nameOf(component);
  const answersLess = strongest(evidence, metrics.of(component, 'cache-hits'), 'down') !== undefined;
  const stores = [
    ...graph.callers(name).flatMap((caller) => graph.callees(caller)),
    ...(answersLess ? reachableFrom(graph, name) : []),
  ];
  return [...new Set(stores)].filter((store) => store !== name).map((store): Component => `service/${store}`);
}
