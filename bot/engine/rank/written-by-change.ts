/** What a change is shown to have written, and what comes of that: by a name, and by a limit. */
import { causeFamily } from '../../domain/cause.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';

/**
 * Whether a change is shown to write what its own service then looks up in vain: that a name does not exist is the answer of a
 * name server that works (RFC 8020), and who asks for another name since then asks for what was written.
 */
export function writesName(upper: Candidate, lower: Candidate): boolean {
  return isShownChange(upper) && lower.cause === 'dns_resolution_failure';
}

/**
 * Whether a change is shown to set the limit by which another's message is refused as too large: what was sent before is as it
 * was, and a topic's limit acts on the very next record (Kafka's documentation, "Topic Configs").
 */
export function lowersLimit(upper: Candidate, lower: Candidate): boolean {
  return isShownChange(upper) && lower.cause === 'poison_message' && upper.explains.includes(lower.component);
}

function isShownChange({ cause, grade }: Candidate): boolean {
  return causeFamily(cause) === 'change' && gradeRank(grade) > 1;
}
