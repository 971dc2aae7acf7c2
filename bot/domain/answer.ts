import type { ActionRequest } from './action.ts';
import type { CauseCode } from './cause.ts';
import type { Evidence } from './finding.ts';
import type { RunbookMatch } from './signals.ts';
import type { Component } from './target.ts';

/** A safe check or a remedy, with a command to paste where one exists. */
export interface NextStep {
  readonly kind: 'check' | 'remedy';
  readonly text: string;
  readonly command?: string;
  /** The remedy as an action that can be proposed; absent where it is none, or its object was not seen. */
  readonly action?: ActionRequest;
}

/** A candidate root cause with what speaks for and against it. */
export interface Hypothesis {
  /** 1 is the likeliest. */
  readonly rank: number;
  readonly component: Component;
  readonly cause: CauseCode;
  /** 0 to 1, calibrated: of the answers given 0.9, nine in ten are right. */
  readonly confidence: number;
  readonly summary: string;
  /** Ids of evidence for and against. */
  readonly evidence: readonly string[];
  readonly contradicting: readonly string[];
  readonly explains: readonly Component[];
  readonly unexplained: readonly Component[];
  /** Why it stands at this rank, a sentence each. */
  readonly reasons: readonly string[];
  /** True when the next hypothesis is about as likely. */
  readonly nearTie?: boolean;
  readonly change?: string;
  readonly onset?: string;
  readonly nextSteps: readonly NextStep[];
}

/** One anomalous series, to be drawn beside the answer. */
export interface SeriesChart {
  /** What is drawn, as a person would name it: `request duration of checkout`. */
  readonly title: string;
  readonly unit?: string;
  /** `[unix seconds, value]`, oldest first; at least two. */
  readonly points: readonly (readonly [number, number])[];
  /** RFC 3339: where the change begins. */
  readonly onset?: string;
}

export type Verdict = 'fault' | 'healthy' | 'unknown';

/** The result of one investigation. `hypotheses` is empty unless the verdict is `fault`. */
export interface Answer {
  readonly verdict: Verdict;
  readonly hypotheses: readonly Hypothesis[];
  readonly evidence: readonly Evidence[];
  /** What could not be seen, one line each: `metrics: no data`. */
  readonly unknown: readonly string[];
  /** Why `healthy` or `unknown`, a sentence each. */
  readonly reasons: readonly string[];
  readonly runbooks: readonly RunbookMatch[];
  /** The series that the likeliest explanation cites; absent or empty when it cites none. */
  readonly charts?: readonly SeriesChart[];
  /** Explanations that people ruled out in the thread, one line each; absent when there are none. */
  readonly ruledOut?: readonly string[];
  readonly durationMs: number;
}

/** Explanations believed less than this are guesses, on which nothing is proposed. */
const WORTH_ACTING = 0.35;

/** The action that would remedy the likeliest explanation; undefined when its remedy is none, or it is a guess. */
export function remedyOf({ verdict, hypotheses: [best] }: Answer): ActionRequest | undefined {
  if (verdict !== 'fault' || best === undefined || best.confidence < WORTH_ACTING) return undefined;
  return best.nextSteps.find(({ kind, action }) => kind === 'remedy' && action !== undefined)?.action;
}
