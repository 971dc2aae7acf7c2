import type { Candidate } from './candidates.ts';

/** When the first of a candidate's findings began, in RFC 3339; undefined where none tells. */
export function onsetOf({ findings }: Candidate): string | undefined {
  const [first] = findings
    .flatMap(({ onset }) => (onset === undefined ? [] : [Date.parse(onset)]))
    .sort((a, b) => a - b);
  return first === undefined ? undefined : new Date(first).toISOString();
}
