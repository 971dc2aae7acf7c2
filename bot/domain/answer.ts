import type { ActionRequest } from './action.ts';
import type { CauseCode } from './cause.ts';
import type { Evidence, Grade } from './finding.ts';
import type { Measured, NotRead, Residue } from './observation.ts';
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

/** One cause at one component. */
export interface CauseLink {
  readonly component: Component;
  readonly cause: CauseCode;
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
  /** RFC 3339: when it began. */
  readonly onset?: string;
  /** RFC 3339, under `recovered` only: from when to when it was wrong. */
  readonly from?: string;
  readonly until?: string;
  /** What `confidence` was computed from, by name; absent in answers of older versions. */
  readonly basis?: Readonly<Record<string, number | boolean>>;
  /** How sure the best evidence makes it; absent in answers of older versions. */
  readonly grade?: Grade;
  /** What it brought about, nearest first: the links between this cause and what was complained about. */
  readonly chain?: readonly CauseLink[];
  /** Causes that what was read cannot tell from this one; with the reading that would. */
  readonly indistinguishable?: readonly CauseLink[];
  readonly separatedBy?: string;
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

/** What is read through the gateway to diagnose. */
export type SourceName = 'kubernetes' | 'logs' | 'metrics';

/** What was looked at is a recording. */
export interface Recording {
  /** RFC 3339: the moment of the recording, as recorded. */
  readonly capturedAt: string;
  /** How far all times were moved, in seconds; 0 where they are those of the recording. */
  readonly shiftedSeconds: number;
}

/**
 * `fault`: something is wrong now. `recovered`: it was, inside the window, and is over. `healthy`: every source that
 * matters was read and the figure that measures the complaint is normal. `unknown`: neither can be said.
 */
export type Verdict = 'fault' | 'recovered' | 'healthy' | 'unknown';

/** The result of one investigation. `hypotheses` is empty unless the verdict is `fault` or `recovered`. */
export interface Answer {
  readonly verdict: Verdict;
  readonly hypotheses: readonly Hypothesis[];
  readonly evidence: readonly Evidence[];
  /** What could not be seen, one line each: `metrics: no data`. */
  readonly unknown: readonly string[];
  /** Sources that did not answer and may be back soon; absent when all did. */
  readonly away?: readonly SourceName[];
  /** Why `healthy`, `recovered` or `unknown`, a sentence each. */
  readonly reasons: readonly string[];
  /** Abnormal observations that nothing explains, relevant ones first. */
  readonly residue?: readonly Residue[];
  /** The readings that answer the complaint; at least one under `healthy`. */
  readonly measured?: readonly Measured[];
  /** Files and sources that were not understood or not read to the end. */
  readonly notRead?: readonly NotRead[];
  readonly runbooks: readonly RunbookMatch[];
  /** The series that the likeliest explanation cites; absent or empty when it cites none. */
  readonly charts?: readonly SeriesChart[];
  /** How many entries there are in all, where `notRead` holds the first ones only. */
  readonly notReadTotal?: number;
  /** Absent when a running system was looked at. */
  readonly recording?: Recording;
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
