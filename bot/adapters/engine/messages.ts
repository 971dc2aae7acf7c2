import type { Answer } from '../../domain/answer.ts';
import type { Finding } from '../../domain/finding.ts';
import type { EvidenceSet, Signal } from '../../domain/signals.ts';

/** What of an evidence set is not a signal: small, and sent with every call. */
export type Frame = Omit<EvidenceSet, Signal>;

/** A job for the engine's thread. Each signal is sent once, under a number, and named by that number afterwards. */
export type ToWorker =
  | {
      readonly kind: 'run';
      readonly job: number;
      readonly frame: Frame;
      readonly signals: Readonly<Record<Signal, number>>;
      /** Signals that the thread does not hold yet, by number. */
      readonly fresh: ReadonlyMap<number, EvidenceSet[Signal]>;
      /** Absent for a diagnosis of everything. */
      readonly arrived?: readonly Signal[];
    }
  | { readonly kind: 'forget'; readonly signals: readonly number[] };

/** The result of a job; `failed` where the engine threw, with the message for our own log. */
export type FromWorker =
  | { readonly job: number; readonly kind: 'found'; readonly findings: readonly Finding[] }
  | { readonly job: number; readonly kind: 'diagnosed'; readonly diagnosis: Omit<Answer, 'runbooks' | 'durationMs'> }
  | { readonly job: number; readonly kind: 'failed'; readonly message: string };
