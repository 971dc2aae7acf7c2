import type { ThreadRef } from '../domain/investigation.ts';
import type { Question, QuestionState } from '../domain/question.ts';

/** Puts questions about answers to the language model. What was accepted survives the process. */
export interface Questions {
  /**
   * Accepts a question durably and returns before it is answered. `started` is false when a question of this id was
   * accepted before. Throws SreError `unavailable` when it cannot be recorded.
   */
  ask(question: Question): Promise<{ readonly started: boolean }>;
  /**
   * Ends what is being said in this thread, whichever process says it, or only what `askedBy` (a Slack user) asked;
   * how many answers that were. The thread then says so itself.
   */
  stop(thread: ThreadRef, askedBy?: string): Promise<number>;
}

/** Which questions are being answered. Every write may be repeated; an end stands. */
export interface QuestionLog {
  /**
   * Notes a question and the thread it is answered in, as `asked`; what is known of it stays as it is. Returns how many
   * were asked about the same investigation before it, the same number each time.
   */
  began(question: Question, threadTs: string): Promise<number>;
  /** Counts another time that the model is asked, and returns how many these were; for one that began. */
  asksModel(id: string): Promise<number>;
  /** Undefined for an unknown one. */
  stateOf(id: string): Promise<QuestionState | undefined>;
  ended(id: string): Promise<void>;
  /** Marks those that are being answered in this thread as `stopping`, or only those of `askedBy`; how many that were. */
  stop(thread: ThreadRef, askedBy?: string): Promise<number>;
}
