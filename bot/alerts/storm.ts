import type { AlertGroup } from '../domain/alert-group.ts';

/**
 * So many things that begin to fire within the span, in one channel, are a storm: a thread for each would be read by
 * nobody, and Slack takes about one message a second in a channel.
 */
export const STORM_FROM = 25;
export const STORM_SPAN_MS = 5 * 60_000;
/** After so long without anything new a storm takes nothing more: what comes then is told by itself again. */
export const CALM_MS = 10 * 60_000;

/** True while a storm takes what begins to fire in its channel at `at` (RFC 3339). */
export function takesMore({ storm, state }: AlertGroup, at: string): boolean {
  if (storm === undefined || storm.calmAt !== undefined || (state !== 'open' && state !== 'quiet')) return false;
  return Date.parse(at) - Date.parse(storm.joinedAt) < CALM_MS;
}

/** True for a group that counts towards a storm at `at` (RFC 3339): it is young, and none itself. */
export function isYoung({ storm, state, openedAt }: AlertGroup, at: string): boolean {
  return storm === undefined && state === 'open' && Date.parse(at) - Date.parse(openedAt) < STORM_SPAN_MS;
}
