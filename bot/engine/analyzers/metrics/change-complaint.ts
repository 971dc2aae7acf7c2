import type { LogPattern } from '../../../domain/signals.ts';
import { BACKGROUND } from '../../log-reading/parameters.ts';
import { CHANGE_WORDS } from './change-parameters.ts';

/** A log pattern that tells of trouble: an error, or a warning that is new or surges towards the end. */
export function isComplaint({ level, buckets }: LogPattern): boolean {
  if (level === 'error' || level === 'fatal') return true;
  if (level !== 'warn' || !buckets || buckets.length < BACKGROUND.leastSlices) return false;
  const third = Math.floor(buckets.length / CHANGE_WORDS.parts);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return sum(buckets.slice(-third)) > CHANGE_WORDS.surgeFactor * Math.max(1, sum(buckets.slice(0, third)));
}
