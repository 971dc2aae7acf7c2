import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Parameters } from '../parameters.ts';

/** Two times of a day and the zone that both are of, as a complaint names them: `between 14:05 and 14:30 UTC`. */
const SPAN = /\b([01]?\d|2[0-3]):([0-5]\d)\b[^\d\n]{1,16}\b([01]?\d|2[0-3]):([0-5]\d) ?(?:h |uhr )?\(?(?:UTC|GMT|Z)\b/i;

/**
 * Whether an observation began in the span of time that the complaint names, or a little before. Whoever knows when it was
 * seldom knows what it was: to a person who gave up waiting, an answer that came late is an error.
 */
export function beganWhenNamed(
  { from }: Observation,
  { question = '', asOf }: EvidenceSet,
  { overAfterMs }: Parameters,
): boolean {
  const named = SPAN.exec(question);
  if (named === null || from === undefined) return false;
  const [fromHour, fromMinute, hour, minute] = named.slice(1).map(Number) as [number, number, number, number];
  const until = new Date(asOf);
  until.setUTCHours(hour, minute, 0, 0);
  if (until.getTime() > Date.parse(asOf)) until.setUTCDate(until.getUTCDate() - 1);
  const since = new Date(until);
  since.setUTCHours(fromHour, fromMinute);
  if (since > until) since.setUTCDate(since.getUTCDate() - 1);
  const began = Date.parse(from);
  return began >= since.getTime() - overAfterMs && began <= until.getTime();
}
