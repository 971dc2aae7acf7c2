import type { Observation } from '../../domain/observation.ts';
import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { componentOf } from '../../domain/target.ts';
import { isNoticedLatency } from '../metric-reading/noticed-latency.ts';
import { type Spells, spellsIn } from '../metric-reading/spells.ts';
import { FORMAT, type Parameters } from '../parameters.ts';
import { sliFigure } from './service-levels.ts';

/**
 * Latencies that rise again and again at even distances and are well in between: by their last figure, and by the middle one
 * of the window, nothing is out of order, and whoever asks in the right minute waits several times as long. One observation for each
 * service, by p95 before other statistics.
 */
export function observeSpells(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  const items = evidence.slis?.status === 'observed' ? evidence.slis.value.items : [];
  const worst = new Map<string, { sli: Sli; spells: Spells }>();
  for (const sli of items) {
    const spells =
      sli.indicator === 'latency' && sli.side === 'server' ? slowSpells(sli, evidence, parameters) : undefined;
    const known = spells === undefined ? undefined : worst.get(sli.service);
    if (spells !== undefined && (known === undefined || (sli.statistic === 'p95' && known.sli.statistic !== 'p95')))
      worst.set(sli.service, { sli, spells });
  }
  return [...worst.values()].map(({ sli, spells }) => observationOf(sli, spells));
}

/** Spells in which answers take several times as long as usual, of which the slowest few in a hundred alone would be no news. */
function slowSpells(sli: Sli, { asOf }: EvidenceSet, parameters: Parameters): Spells | undefined {
  const figures = sli.course.map(([, figure]) => figure).sort((a, b) => a - b);
  const usual = figures[figures.length >> 1];
  if (usual === undefined || /^(?:p99|max)/.test(sli.statistic ?? '')) return undefined;
  const isSlow = (figure: number) =>
    figure >= parameters.tailFactor * usual && isNoticedLatency(usual, figure, parameters);
  return spellsIn(sli.course, isSlow, asOf);
}

function observationOf(sli: Sli, { first, last, times, everySeconds, until, standing }: Spells): Observation {
  const component = componentOf({ kind: 'service', name: sli.service });
  const figures = sli.course.map(([, figure]) => figure).sort((a, b) => a - b);
  const [usual, most] = [figures[figures.length >> 1]!, figures.at(-1)!].map((one) => sliFigure(one, sli.unit));
  const every = `${Math.round(everySeconds / (FORMAT.minute / FORMAT.millis))} minutes`;
  const text = `${sli.service}: ${sli.statistic ?? ''} latency ${usual} rises to ${most} every ${every}, ${times} times from ${first} to ${last}.`;
  return {
    kind: 'latency',
    name: sli.metric,
    component,
    ...(sli.namespace && { namespace: sli.namespace }),
    from: first,
    ...(until && { until }),
    stepSeconds: sli.stepSeconds,
    size: { absolute: figures.at(-1)!, unit: 's', relative: figures.at(-1)! / (figures[figures.length >> 1]! || 1) },
    evidence: [{ source: 'metrics', tool: 'list_slis', target: component, text, observedAt: last }],
    class: standing ? 'standing' : 'relevant',
  };
}
