import type { Alert } from './alert.ts';
import { type Component, componentOf } from './target.ts';

/** Alerts about something open no thread for a while. Where a mirror is set up, the source is told to hold them back too. */
export interface Silence {
  readonly id: string;
  readonly teamId: string;
  /** `ending`: somebody ended it early, and what it held back is not let go and told yet. */
  readonly state: 'active' | 'ending' | 'ended';
  /** A component, or an alert's name. */
  readonly subject: Component | string;
  /** RFC 3339. */
  readonly from: string;
  readonly until: string;
  /** The Slack user. */
  readonly by: string;
  /** Where it was set and its early end is told; absent where nobody is to be told. */
  readonly channel?: string;
  readonly threadTs?: string;
  /** The Slack user who ended it before its time. */
  readonly endedBy?: string;
  /** Its copy at the source: the id there; `isOver` once there is nothing more to do for it. */
  readonly mirror?: { readonly id?: string; readonly isOver?: boolean };
}

/** True when the silence is about this alert, whether it holds now or not. */
export function isSilencedBy(alert: Pick<Alert, 'name' | 'target'>, { subject }: Pick<Silence, 'subject'>): boolean {
  return [alert.name, alert.target && componentOf(alert.target)].some(
    (one) => one?.toLowerCase() === subject.toLowerCase(),
  );
}

/** What people typed to make a silence: a bare name stands for a service and for an alert of that name. */
export function isSameSubject(one: string, other: string): boolean {
  const bare = (subject: string) => subject.toLowerCase().replace(/^service\//, '');
  return bare(one) === bare(other);
}

/** The silence that holds an alert back now; undefined when none does. */
export function silenceOf(alert: Alert, silences: readonly Silence[], now: Date): Silence | undefined {
  return silences.find(
    (silence) =>
      silence.state === 'active' && Date.parse(silence.until) > now.getTime() && isSilencedBy(alert, silence),
  );
}
