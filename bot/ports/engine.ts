import type { Answer } from '../domain/answer.ts';
import type { Finding } from '../domain/finding.ts';
import type { EvidenceSet, Signal } from '../domain/signals.ts';

/** The engine as an investigation calls it: in this thread or in one of its own. */
export interface Engine {
  /**
   * Findings that the signals in `arrived` made possible, for telling them while other sources are being read. Throws
   * SreError `cancelled` when `signal` aborts, `internal` when the engine broke.
   */
  findEarly(evidence: EvidenceSet, arrived: readonly Signal[], signal: AbortSignal): Promise<readonly Finding[]>;
  /** The diagnosis of all that was read. Throws as `findEarly` does. */
  diagnose(evidence: EvidenceSet, signal: AbortSignal): Promise<Omit<Answer, 'runbooks' | 'durationMs'>>;
}
