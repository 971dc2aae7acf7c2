import type { EvidenceSet } from '../../domain/signals.ts';
import { knownNames } from './known-names.ts';
import { programOf } from './scraped-service.ts';

/**
 * The evidence with indicators of requests under the names by which everybody else knows their services: they are counted by
 * the job that was scraped, which may be called after a part of its program. The same evidence where no name differs.
 */
export function withKnownLevels(evidence: EvidenceSet): EvidenceSet {
  if (evidence.slis?.status !== 'observed') return evidence;
  const { services } = knownNames(evidence);
  const { items } = evidence.slis.value;
  const named = items.map((sli) => {
    const service = programOf(sli.service, sli.metric, services);
    return service === undefined ? sli : { ...sli, service };
  });
  if (named.every((sli, n) => sli === items[n])) return evidence;
  return { ...evidence, slis: { ...evidence.slis, value: { ...evidence.slis.value, items: named } } };
}
