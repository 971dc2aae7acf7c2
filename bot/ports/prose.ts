import type { CitedSentence, Explanation } from '../domain/explanation.ts';
import type { Question } from '../domain/question.ts';

/** Shows what a model says in the thread it was asked in. Repeating a call after a crash posts nothing twice. */
export interface Prose {
  /** That a question is being looked into, before there is a word of an answer. Throws SreError. */
  begin(question: Question, threadTs: string): Promise<void>;
  /** The sentences so far, all of them each time; may be left out when the pace does not allow it. Never throws. */
  soFar(question: Question, threadTs: string, sentences: readonly CitedSentence[]): void;
  /** The whole, or in words why there is none. Throws SreError. */
  show(question: Question, threadTs: string, explanation: Explanation): Promise<void>;
}
