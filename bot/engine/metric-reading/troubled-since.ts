import type { EvidenceSet } from '../../domain/signals.ts';
import { READING } from './reading-parameters.ts';

const READ = new WeakMap<EvidenceSet, number>();

/**
 * Unix milliseconds from which on something may belong to the trouble that is looked into: the beginning of the window; where
 * requests fail or take longer since before it and still do, some minutes before that, but no more than a further window ago.
 */
export function troubledSince(evidence: EvidenceSet): number {
  const before = READ.get(evidence);
  if (before !== undefined) return before;
  const start = Date.parse(evidence.window.start);
  const furthest = start - (Date.parse(evidence.window.end) - start);
  const items = evidence.slis?.status === 'observed' ? evidence.slis.value.items : [];
  const onsets = items.flatMap(({ indicator, onset, until, direction, shape }) => {
    const lasts = onset !== undefined && until === undefined && direction === 'up' && shape === 'level-shift';
    return lasts && indicator !== 'rate' && Date.parse(onset) >= furthest
      ? [Date.parse(onset) - READING.onsetsApartMs]
      : [];
  });
  const since = Math.min(start, ...onsets);
  READ.set(evidence, since);
  return since;
}
