import type { AlertSeverity } from './alert.ts';

/** Somebody who can be called; without a Slack id only the name can be shown. */
export interface OnCallPerson {
  readonly name: string;
  readonly slackUserId?: string;
}

/** One attempt to reach whoever is on call. */
export interface Call {
  /** RFC 3339. */
  readonly at: string;
  /** 0 is the first to be called. */
  readonly level: number;
  readonly people: readonly OnCallPerson[];
  /** False when nobody was mentioned; `why` says why not, or what else went wrong. */
  readonly mentioned: boolean;
  readonly why?: string;
  /** RFC 3339: who is next is called then, unless somebody has answered. */
  readonly answerBy?: string;
  /** RFC 3339: quiet hours hold it back until then. */
  readonly heldUntil?: string;
  /** True for a later call: it stands in a message of its own, as an edit of the first one would notify nobody. */
  readonly apart?: boolean;
}

/**
 * A call for help in a thread. `waiting` until somebody acknowledges; `unanswered` when every level was called twice in
 * vain; `acknowledged` has an owner, who may hand it over; `over` once its alerts are resolved.
 */
export interface Page {
  readonly id: string;
  readonly teamId: string;
  readonly state: 'waiting' | 'acknowledged' | 'unanswered' | 'over';
  readonly channel: string;
  /** '' until its own message opens the thread. */
  readonly threadTs: string;
  /** Which service's people; absent means the default ones. */
  readonly service?: string;
  readonly reason: string;
  readonly severity: AlertSeverity;
  /** A Slack user, or the bot itself. */
  readonly askedBy: string;
  /** RFC 3339. */
  readonly openedAt: string;
  readonly calls: readonly Call[];
  /** The Slack user who has it now. */
  readonly owner?: string;
  readonly acknowledgedAt?: string;
  /** A person asked for it by hand: neither severity nor quiet hours hold its calls back. */
  readonly byHand?: boolean;
  /** How often who had it handed it over. */
  readonly handedOver?: number;
  /** True once all levels were called and the round began anew. */
  readonly secondRound?: boolean;
}
