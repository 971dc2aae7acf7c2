import type { Alert } from './alert.ts';
import { type Component, componentOf } from './target.ts';

/** Alerts about something open no thread for a while. Ours alone: the source goes on as before. */
export interface Silence {
  readonly id: string;
  readonly teamId: string;
  readonly state: 'active' | 'ended';
  /** A component, or an alert's name. */
  readonly subject: Component | string;
  /** RFC 3339. */
  readonly from: string;
  readonly until: string;
  /** The Slack user. */
  readonly by: string;
}

/** The silence that holds an alert back now; undefined when none does. */
export function silenceOf(alert: Alert, silences: readonly Silence[], now: Date): Silence | undefined {
  return silences.find(
    ({ state, until, subject }) =>
      state === 'active' &&
      Date.parse(until) > now.getTime() &&
      [alert.name, alert.target && componentOf(alert.target)].some(
        (one) => one?.toLowerCase() === subject.toLowerCase(),
      ),
  );
}
