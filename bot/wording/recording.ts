import type { Recording } from '../domain/answer.ts';

/**
 * Says that what was looked at is a recording, of when, and whose its times are.
 * `Recorded 2026-11-28 08:00 UTC: times are those of the recording.`
 */
export function recordingInWords({ capturedAt, shiftedSeconds }: Recording): string {
  const taken = `Recorded ${capturedAt.slice(0, 10)} ${capturedAt.slice(11, 16)} UTC`;
  if (shiftedSeconds === 0) return `${taken}: times are those of the recording.`;
  return `${taken} and replayed: all times are moved by ${lengthInWords(Math.abs(shiftedSeconds))}, as if it had ended now.`;
}

function lengthInWords(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}
