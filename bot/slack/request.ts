import { createHash } from 'node:crypto';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { Question } from '../domain/question.ts';
import type { Target } from '../domain/target.ts';
import type { Clock } from '../ports/clock.ts';

/** Where something was asked, by whom, and by which delivery. */
export interface Asker {
  readonly teamId: string;
  readonly userId: string;
  readonly channel: string;
  /** The thread to speak in; absent when one is to be opened. */
  readonly threadTs?: string;
  /** Slack's own id of this delivery (`trigger_id`, `event_id`): repeated when the delivery is. */
  readonly deliveryId: string;
  /** What they wrote; absent for a press. */
  readonly words?: string;
}

/** An id that is the same for the same delivery, with letters, digits and `-` only. */
function idOf(kind: 'inv' | 'ask', { teamId, deliveryId }: Asker): string {
  return `${kind}-${createHash('sha256').update(`${teamId}\n${deliveryId}`).digest('hex').slice(0, 24)}`;
}

export function toRequest(
  asker: Asker,
  what: { readonly question: string; readonly target?: Target; readonly sinceSeconds: number },
  clock: Clock,
): InvestigationRequest {
  return {
    id: idOf('inv', asker),
    question: what.question,
    ...(what.target && { target: what.target }),
    sinceSeconds: what.sinceSeconds,
    askedBy: { teamId: asker.teamId, slackUserId: asker.userId },
    thread: { teamId: asker.teamId, channel: asker.channel, ...(asker.threadTs && { threadTs: asker.threadTs }) },
    askedAt: clock.now().toISOString(),
  };
}

/** A person's words about the answer of `investigation`. */
export function toQuestion(asker: Asker, investigation: string, text: string, clock: Clock): Question {
  return {
    id: idOf('ask', asker),
    investigation,
    text,
    askedBy: { teamId: asker.teamId, slackUserId: asker.userId },
    thread: { teamId: asker.teamId, channel: asker.channel, ...(asker.threadTs && { threadTs: asker.threadTs }) },
    askedAt: clock.now().toISOString(),
  };
}
