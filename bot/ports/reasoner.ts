import type { Answer } from '../domain/answer.ts';

/** Explains an answer in prose from its evidence. Absent when no model is configured: the rules' answer stands. */
export interface Reasoner {
  explain(answer: Answer, question: string, options: { signal: AbortSignal }): Promise<{ readonly text: string }>;
}
