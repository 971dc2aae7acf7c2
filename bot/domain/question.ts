import type { InvestigationRequest, ThreadRef } from './investigation.ts';

/** A question about an answer that stands, for the language model. JSON-serialisable: it is a workflow's input. */
export interface Question {
  /** Unique; derived from Slack's own delivery id, so a redelivery is the same question. */
  readonly id: string;
  /** The investigation whose answer it is about. */
  readonly investigation: string;
  /** A person's words; empty when the answer itself is to be explained, which nobody has to ask for. */
  readonly text: string;
  readonly askedBy: { readonly teamId: string; readonly slackUserId: string };
  readonly thread: ThreadRef;
  /** RFC 3339. */
  readonly askedAt: string;
}

/** Where a question stands: `stopping` once a person wants no more of it. */
export type QuestionState = 'asked' | 'stopping' | 'ended';

/** The question that follows each answer: what does it mean? One for an investigation, whoever starts it. */
export function explanationOf(request: InvestigationRequest): Question {
  return {
    id: `${request.id}-explain`,
    investigation: request.id,
    text: '',
    askedBy: request.askedBy,
    thread: request.thread,
    askedAt: request.askedAt,
  };
}
