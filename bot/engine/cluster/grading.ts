import type { Finding, Grade } from '../../domain/finding.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Parameters } from '../parameters.ts';
import { timeMs } from './read-objects.ts';

/** The grade of a finding with the belief that it has by it. */
export function graded(grade: Grade, parameters: Parameters): Pick<Finding, 'grade' | 'strength'> {
  const strength = {
    said: parameters.saidStrength,
    shown: parameters.shownStrength,
    measured: parameters.measuredStrength,
    coincides: parameters.coincidesStrength,
  }[grade];
  return { grade, strength };
}

/**
 * The same, for a state that has lasted since `since` (RFC 3339): what stood long before the window is no news, and keeps
 * a share of its belief only. A state of unknown age counts in full.
 */
export function gradedSince(
  grade: Grade,
  since: string | undefined,
  evidence: EvidenceSet,
  parameters: Parameters,
): Pick<Finding, 'grade' | 'strength'> {
  const { strength } = graded(grade, parameters);
  return { grade, strength: stoodBefore(since, evidence, parameters) ? strength * parameters.standingShare : strength };
}

/** Whether a state began so long before the window that it stood when the complaint was not there yet. */
export function stoodBefore(since: string | undefined, evidence: EvidenceSet, parameters: Parameters): boolean {
  const began = timeMs(since);
  const start = timeMs(evidence.window.start);
  return began !== undefined && start !== undefined && began < start - parameters.standingMs;
}
