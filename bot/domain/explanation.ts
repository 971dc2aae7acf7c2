import type { Evidence } from './finding.ts';

/** One sentence of a model that stood the check against the evidence it cites. */
export interface CitedSentence {
  /** Without the citation marks. */
  readonly text: string;
  /** Ids of evidence; at least one. */
  readonly cites: readonly string[];
}

/** What reasoning cost so far. Money in millionths of a US dollar. */
export interface ReasoningUsage {
  readonly turns: number;
  readonly toolCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microDollars: number;
  readonly durationMs: number;
}

/** What an investigation may cost and has cost so far, with everything asked about it. Millionths of a US dollar. */
export interface ReasoningBudget {
  readonly spent: number;
  readonly limit: number;
  /** Of all investigations together, on the day (UTC) that it ends. */
  readonly spentToday: number;
  readonly limitToday: number;
}

/** Why a model stopped before it had said all. */
export type ReasoningEnd =
  | 'finished'
  | 'turns'
  | 'tokens'
  | 'money'
  | 'money-today'
  | 'time'
  | 'throttled'
  | 'unavailable'
  | 'refused'
  | 'stopped';

/** What a model added to the rules' answer. Empty sentences mean that the rules' answer stands alone. JSON-serialisable. */
export interface Explanation {
  readonly end: ReasoningEnd;
  readonly sentences: readonly CitedSentence[];
  /** Sentences that failed the check and are shown to nobody. */
  readonly dropped: number;
  /** Calls that were refused: no such tool, bad arguments, out of scope. */
  readonly refusedCalls: number;
  /** Observations that the model's own looks added, numbered after those of the answer. */
  readonly evidence: readonly Evidence[];
  readonly usage: ReasoningUsage;
  /** Which model spoke, as it is set up; absent where none was reached. */
  readonly model?: string;
  /** Absent where nothing could be spent. */
  readonly budget?: ReasoningBudget;
}

/** An explanation without a word of a model. */
export function noExplanation(end: ReasoningEnd): Explanation {
  const usage = { turns: 0, toolCalls: 0, inputTokens: 0, outputTokens: 0, microDollars: 0, durationMs: 0 };
  return { end, sentences: [], dropped: 0, refusedCalls: 0, evidence: [], usage };
}
