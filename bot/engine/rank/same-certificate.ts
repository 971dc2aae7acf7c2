import { nameOf } from '../metric-reading/entity.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';
import { onsetOf } from './onset.ts';
import type { Reach } from './reach.ts';

/**
 * Whether a program here says that its certificate has expired, and one has that nobody is known to present, so that it is
 * the program's: a host that nothing here calls, known by its public name from a probe alone, shows it; or a Certificate of
 * the program's own namespace, whose Secret no pod is seen to read, had ended by then (cert-manager's docs, "Certificate
 * resource": it is kept in the Secret `secretName` of its own namespace, where those who present it have it from).
 */
export function isSameCertificate(said: Candidate, shown: Candidate, reach: Reach): boolean {
  if (said.cause !== 'certificate_expired' || shown.cause !== said.cause || gradeRank(said.grade) <= 1) return false;
  const [program, place] = [nameOf(said.component), nameOf(shown.component)];
  if (place.kind === 'namespace') {
    const [ended, told] = [onsetOf(shown), onsetOf(said)];
    const isBefore = ended !== undefined && told !== undefined && ended <= told;
    return isBefore && program.kind === 'service' && reach.dependencies(said.component).has(shown.component);
  }
  return place.name.includes('.') && !reach.isKnown(place.name) && reach.isKnown(program.name);
}
