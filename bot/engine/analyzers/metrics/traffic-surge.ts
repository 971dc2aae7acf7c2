import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { FORMAT } from '../../parameters.ts';
import { reachableFrom } from '../../propagation/call-graph.ts';
import { frontedBy } from '../../propagation/calls.ts';
import { type Surge, surgesFor } from '../../propagation/surge.ts';
import { readTrouble } from '../../propagation/trouble.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { figure } from './evidence-text.ts';
import { isFedBy, lostHits, type Moved } from './lost-hits.ts';
import { SURGE_FINDINGS } from './parameters.ts';
import { relevantChange } from './relevant-change.ts';

/** A surge of requests that enters somewhere and has the course of the complaint. */
export const trafficSurge = defineAnalyzer({
  id: 'traffic-surge',
  title: 'Surge of requests',
  causes: ['traffic_spike'],
  needs: ['metrics'],
  example: 'Requests at the entry tripled in the minutes in which everything below it became slow.',
  analyze: (evidence, parameters) => {
    const metrics = readMetrics(evidence);
    if (!metrics.all.some(({ meaning }) => meaning.signal === 'traffic')) {
      return { status: 'unknown', reason: 'no request counts among the metrics' };
    }
    const { graph, symptoms } = readTrouble(evidence);
    const caches = metrics.components.flatMap((one) => lostHits(one, evidence, metrics, parameters) ?? []);
    const best = new Map<string, Surge>();
    for (const symptom of symptoms) {
      for (const surge of surgesFor(symptom, graph, metrics)) {
        // What a cache answered before is no more than ever from outside.
        if (isLeftBy(caches, surge, evidence)) continue;
        if ((best.get(surge.name)?.shape ?? 0) < surge.shape) best.set(surge.name, surge);
      }
    }
    const fronts = [...frontedBy(evidence, metrics)].filter(
      (name) => metrics.of(componentOf({ kind: 'service', name }), 'traffic').length > 0,
    );
    // Where what a balancer sends in is counted and as much as ever, more of it behind is made inside.
    const enters =
      fronts.length === 0 || fronts.some((name) => best.has(name) || graph.callers(name).some((one) => best.has(one)));
    const findings = (enters ? [...best.values()] : [])
      .map((surge) => surgeFinding(surge, [...reachableFrom(graph, surge.name)]))
      .filter(({ strength }) => strength >= STRENGTH.faint)
      .sort((a, b) => b.strength - a.strength)
      .slice(0, SURGE_FINDINGS.shown);
    if (findings.length > 0) return { status: 'found', findings };
    return {
      status: 'clear',
      checked: `requests did not surge before ${evidence.asOf}`,
    };
  },
});

function isLeftBy(caches: readonly Moved[], { profile: { read } }: Surge, evidence: EvidenceSet): boolean {
  const change = read === undefined ? undefined : relevantChange(evidence, read, 'up');
  return change !== undefined && caches.some((cache) => isFedBy({ read: read!, change }, cache));
}

function surgeFinding({ name, profile, shape, madeInside }: Surge, below: readonly string[]): Finding {
  const component = componentOf({ kind: 'service', name });
  const read = profile.read!;
  const times = profile.ratio >= SURGE_FINDINGS.timesShown ? 'more than ten' : figure(profile.ratio, read.meaning);
  const text = `Requests to ${name} rose to ${times} times their usual number in the course of the complaint.`;
  const size = Math.min(1, (profile.ratio - 1) / 1);
  return {
    analyzer: 'traffic-surge',
    component,
    cause: 'traffic_spike',
    ...(madeInside && { grade: 'coincides' as const }),
    statement: text,
    strength: Number(
      (STRENGTH.likely * Math.sqrt(size) * Math.min(1, shape / SURGE_FINDINGS.alike)).toFixed(FORMAT.decimals),
    ),
    evidence: [{ source: 'metrics', tool: 'summarize_series', target: component, text, observedAt: read.series.to }],
    explains: below.map((service) => componentOf({ kind: 'service', name: service })),
  };
}
