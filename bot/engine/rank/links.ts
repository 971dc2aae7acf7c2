import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import { bringsAbout } from './depth.ts';
import { hadLongBeen, hadPassed } from './earlier.ts';
import type { Reach } from './reach.ts';

/**
 * The deeper link above each candidate that has one, among those that `mayExplain` others. No chain of them comes back to
 * where it began: what is least sure is placed first, so that of causes which could each bring about the next one, in a
 * ring, the surest stays nobody's symptom.
 */
export function linksAbove(
  candidates: readonly Candidate[],
  reach: Reach,
  parameters: Parameters,
  mayExplain: (candidate: Candidate) => boolean = () => true,
): ReadonlyMap<Candidate, Candidate> {
  const explaining = candidates.filter((one) => one.belief >= parameters.deeperAt && mayExplain(one));
  const above = new Map<Candidate, Candidate>();
  const endsAt = (from: Candidate): Candidate => {
    let last = from;
    for (let next = above.get(last); next !== undefined; next = above.get(last)) last = next;
    return last;
  };
  for (const candidate of [...candidates].sort((a, b) => a.belief - b.belief)) {
    const found = explaining.find(
      (other) =>
        bringsAbout(other, candidate, reach, parameters) &&
        !hadPassed(other, candidate, parameters) &&
        !hadLongBeen(other, candidate, parameters) &&
        endsAt(other) !== candidate,
    );
    if (found !== undefined) above.set(candidate, found);
  }
  return above;
}

/** What a candidate is the deeper link of, at once or by way of others: what is felt of that is felt of it. */
export function belowOf(candidate: Candidate, above: ReadonlyMap<Candidate, Candidate>): readonly Candidate[] {
  const found: Candidate[] = [];
  for (let next = [candidate]; next.length > 0; ) {
    next = [...above].flatMap(([lower, upper]) => (next.includes(upper) ? [lower] : []));
    found.push(...next);
  }
  return found;
}
