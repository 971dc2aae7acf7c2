import type { Observation } from '../../domain/observation.ts';
import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { nameOf } from '../metric-reading/entity.ts';
import { isNameServer } from '../metric-reading/owners.ts';
import type { Candidate } from './candidates.ts';

/**
 * Whether only a name server tells that lookups fail, while requests are measured and nobody else shows a thing: it writes
 * each name that its upstream does not answer (CoreDNS, plugin errors), be it one that a desktop asks for in vain (WPAD).
 */
export function isOfNobodysNames(
  { component, cause, findings }: Candidate,
  { observations, evidence }: { readonly observations: readonly Observation[]; readonly evidence: EvidenceSet },
): boolean {
  if (cause !== 'dns_resolution_failure' || !isNameServer(nameOf(component).name)) return false;
  if (findings.some(({ explains = [] }) => explains.length > 0)) return false;
  const isMeasured = evidence.slis?.status === 'observed' && evidence.slis.value.items.some(hasPast);
  const isFeltAt = (one: Observation) =>
    one.class === 'relevant' && one.component !== component && one.kind !== 'limit';
  return isMeasured && !observations.some(isFeltAt);
}

function hasPast({ normal }: Sli): boolean {
  return normal !== undefined;
}
