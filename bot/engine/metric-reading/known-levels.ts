import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { stripPort } from './entity.ts';
import { knownNames } from './known-names.ts';
import { servedUnder } from './scraped-service.ts';

/**
 * The evidence with indicators of requests under the names by which everybody else knows their services: they are counted by
 * the job that was scraped, which may be called after its exporter or a part of its program. The same evidence where no name differs.
 */
export function withKnownLevels(evidence: EvidenceSet): EvidenceSet {
  if (evidence.slis?.status !== 'observed') return evidence;
  const known = knownNames(evidence);
  const { items } = evidence.slis.value;
  const called = (sli: Sli) => servedUnder(sli.service, sli.metric, known);
  // Several names of which one program alone is known are as likely several services behind it; what two exporters of one
  // host count is one program's.
  const names = Map.groupBy(items, (sli) => called(sli) ?? '');
  const named = items.map((sli) => {
    const service = called(sli);
    const alike = service === undefined ? [] : names.get(service)!.map((one) => stripPort(one.service));
    return service === undefined || new Set(alike).size > 1 ? sli : { ...sli, service };
  });
  if (named.every((sli, n) => sli === items[n])) return evidence;
  return { ...evidence, slis: { ...evidence.slis, value: { ...evidence.slis.value, items: named } } };
}
