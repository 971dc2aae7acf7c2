import { nameOf } from '../metric-reading/entity.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';
import type { Reach } from './reach.ts';

/**
 * Whether a machine says or shows that its clock is wrong, and another component refuses what comes from the future: a token
 * carries the time of whoever issued it (RFC 7519, `iat` and `nbf`), so that the machine's clock is why where the one that
 * refuses, or one that it calls, runs there.
 */
export function isByClockOf(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  if (upper.cause !== 'clock_skew' || lower.cause !== upper.cause || gradeRank(upper.grade) <= 1) return false;
  if (!upper.component.startsWith('node/') || lower.component.startsWith('node/')) return false;
  const parties = [
    lower.component,
    ...reach.callees(nameOf(lower.component).name).map((name) => `service/${name}` as const),
  ];
  return parties.some((one) => reach.places(one).has(upper.component));
}
