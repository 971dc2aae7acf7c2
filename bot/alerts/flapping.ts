import type { GroupMember } from '../domain/alert-group.ts';

/** Turns of an alert that are remembered; enough to tell flapping. */
export const TURNS_KEPT = 10;
/** As Nagios does over its last checks: more changes than this in the span are no news any more. */
const TURNS = 5;
const SPAN_MS = 30 * 60_000;

/** True when an alert began and ended so often by `at` (RFC 3339) that each further turn is no news. */
export function isFlapping({ turns = [] }: Pick<GroupMember, 'turns'>, at: string): boolean {
  const since = Date.parse(at) - SPAN_MS;
  return turns.filter((turn) => Date.parse(turn) >= since).length >= TURNS;
}
