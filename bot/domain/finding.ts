import type { CauseCode } from './cause.ts';
import type { Component } from './target.ts';

export type Source = 'kubernetes' | 'logs' | 'metrics' | 'runbooks';

/** One observation before it has a number: what was seen, where, by which tool, when. */
export interface EvidenceDraft {
  readonly source: Source;
  /** The operation that showed it, e.g. `list_objects`. */
  readonly tool: string;
  /** The thing observed, as a person would name it: `pod/web-7f9c`, `service/web`, a metric name. */
  readonly target: string;
  /** The observation in one sentence; quotes from outside are kept as they were. */
  readonly text: string;
  /** RFC 3339. */
  readonly observedAt?: string;
}

/** A numbered observation: `E1`, `E2`, … within one investigation. */
export interface Evidence extends EvidenceDraft {
  readonly id: string;
}

/**
 * How sure an observation makes its cause, surest first. `said`: a component with authority over the matter says so (a
 * server's own refusal, a client's own failing call, an event of the platform). `shown`: what is wanted contradicts what
 * is. `measured`: a signal of the cause itself moved. `coincides`: time or course alone.
 */
export type Grade = 'said' | 'shown' | 'measured' | 'coincides';

/** A statement by one analyzer that something is wrong at a component. */
export interface Finding {
  readonly analyzer: string;
  readonly component: Component;
  /** The cause this finding points to; absent for a symptom that has no cause of its own. */
  readonly cause?: CauseCode;
  /** One sentence for a person. */
  readonly statement: string;
  /**
   * 0 to 1: how far this finding alone establishes its cause. 0.9 and up: the configuration or state itself is
   * wrong and seen; about 0.6: typical of the cause but others show it too; 0.3 and below: a symptom.
   */
  readonly strength: number;
  /** Absent where the analyzer does not grade yet. */
  readonly grade?: Grade;
  readonly evidence: readonly EvidenceDraft[];
  /** RFC 3339: when it began, where that is known. */
  readonly onset?: string;
  /** RFC 3339: when it ended; absent while it lasts, and where the source cannot tell. */
  readonly until?: string;
  /**
   * Where it rests on lines that came every so many milliseconds and stopped, RFC 3339, while their writer wrote on: whether
   * it is over is known later. Absent while they come.
   */
  readonly fellSilent?: { readonly at: string; readonly everyMs: number };
  /** True where the source shows that it still goes on. */
  readonly lasts?: true;
  /** True where it says exactly what is wrong, though its cause's code is coarser: no deeper link is looked for. */
  readonly exact?: true;
  /** True where it tells of a component that wants more than before: what makes it want more is the deeper link. */
  readonly byDemand?: true;
  /** True where a limit is reached because it was lowered: no more requests brought that about. */
  readonly lowered?: true;
  /** Components whose trouble this finding would explain. */
  readonly explains?: readonly Component[];
  /** The id of the change to blame. */
  readonly change?: string;
  /** Values for the remedy table's placeholders, such as `{pod}` or `{namespace}`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What an analyzer returns. Missing evidence is `unknown`, never `clear`. */
export type Analysis =
  | { readonly status: 'found'; readonly findings: readonly Finding[] }
  | { readonly status: 'clear'; readonly checked: string }
  | { readonly status: 'unknown'; readonly reason: string };
