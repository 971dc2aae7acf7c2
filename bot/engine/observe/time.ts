import type { EvidenceSet } from '../../domain/signals.ts';
import type { Parameters } from '../parameters.ts';

/** Milliseconds since the epoch; undefined for an absent or unreadable time. */
export function millis(time: string | undefined): number | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
}

/** Whether something that began then is older than the window, with room for what the complaint took to arrive. */
export function isOld(from: string | undefined, evidence: EvidenceSet, parameters: Parameters): boolean {
  const began = millis(from);
  const start = millis(evidence.window.start);
  return began !== undefined && start !== undefined && began < start - parameters.complaintDelayMs;
}

/** Whether something began so short a time ago that it may be a blip. */
export function isJustNow(from: string, evidence: EvidenceSet, parameters: Parameters): boolean {
  const [began, now] = [millis(from), millis(evidence.asOf)];
  return began !== undefined && now !== undefined && now - began < parameters.passingMs;
}

/** Whether something that was last seen then is over at the moment looked at. */
export function isOver(last: string | undefined, evidence: EvidenceSet, parameters: Parameters): boolean {
  const end = millis(last);
  const now = millis(evidence.asOf);
  return end !== undefined && now !== undefined && end <= now - parameters.overAfterMs;
}
