import type { AlertSeverity } from '../domain/alert.ts';
import type { Redacted } from '../domain/redacted.ts';

/** What somebody is called for. */
export interface RungCall {
  /** The same for the same call; what names it there. */
  readonly key: string;
  /** A sentence; may hold text from outside. */
  readonly reason: Redacted<string>;
  readonly severity: AlertSeverity;
  /** What it is about, where that is known. */
  readonly service?: string;
}

/**
 * A service that rings phones, by its own schedules and escalations. A mention in Slack rings none. Each may be repeated:
 * the same key is the same call. Throws SreError: `unauthenticated`, `forbidden`, `rate-limited`, `timeout`, `unavailable`,
 * `bad-upstream`, or `invalid-input` for what it will never take.
 */
export interface PhoneService {
  /** As people know it. */
  readonly name: string;
  /** Calls until somebody has it. */
  ring(call: RungCall, signal: AbortSignal): Promise<void>;
  /** Somebody has it: nobody is called any more. Does nothing for a key that is not known there. */
  acknowledge(key: string, by: string, signal: AbortSignal): Promise<void>;
  /** It is over. Does nothing for a key that is not known there. */
  resolve(key: string, signal: AbortSignal): Promise<void>;
}
