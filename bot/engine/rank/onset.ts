import type { Candidate } from './candidates.ts';

/** When the first of a candidate's findings began, in RFC 3339; undefined where none tells. */
export function onsetOf({ findings }: Candidate): string | undefined {
  const [first] = findings
    .flatMap(({ onset }) => (onset === undefined ? [] : [Date.parse(onset)]))
    .sort((a, b) => a - b);
  return first === undefined ? undefined : new Date(first).toISOString();
}

/** Whether one is known to have begun no later than the other, as far as two sources agree on a moment. */
export function beganFirst(upper: Candidate, lower: Candidate, slackMs = 0): boolean {
  const [began, felt] = [onsetOf(upper), onsetOf(lower)];
  return began !== undefined && felt !== undefined && Date.parse(began) <= Date.parse(felt) + slackMs;
}
