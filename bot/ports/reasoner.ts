import type { Answer } from '../domain/answer.ts';
import type { CitedSentence, Explanation, ReasoningUsage } from '../domain/explanation.ts';
import type { ToolGateway } from './tool-gateway.ts';

/** What is to be explained: the rules' answer with its numbered, redacted evidence, and what a person asked. */
export interface ReasoningTask {
  readonly investigation: string;
  /** What the investigation was asked. */
  readonly question: string;
  /** What a person asks about the answer; absent when the answer itself is to be explained. */
  readonly followUp?: string;
  /** The least number of an observation that is added; right after those of the answer when absent. */
  readonly numberFrom?: number;
  readonly answer: Answer;
}

export interface ReasoningOptions {
  /** The tools, as the person who asks; the model never holds a token or an address. */
  readonly gateway: ToolGateway;
  /** Aborts on a stop by a person: `explain` then throws SreError `cancelled`. */
  readonly signal: AbortSignal;
  /** Told of each sentence that stood the check, as it comes. */
  readonly onSentence?: (sentence: CitedSentence) => void;
  /** Told what was used so far, after each turn. */
  readonly onUsage?: (usage: ReasoningUsage) => void;
}

/**
 * Explains an answer in prose from its evidence and may look further with read-only tools. A model that is slow,
 * throttled, refusing or used up is not an error: the explanation says why it ends where it does.
 */
export interface Reasoner {
  explain(task: ReasoningTask, options: ReasoningOptions): Promise<Explanation>;
}
