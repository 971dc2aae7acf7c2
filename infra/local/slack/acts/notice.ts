import type { Core } from '../core/core.ts';
import type { EphemeralRecord } from '../state/records.ts';
import { slackbot } from '../state/seed.ts';

/** Slackbot's notice to one person, seen by nobody else. */
export function notice(
  core: Core,
  channel: string,
  recipient: string,
  text: string,
  threadTs?: string,
): EphemeralRecord {
  return core.ephemerals.show({ channel, ts: core.store.nextTs(), recipient, user: slackbot, text, threadTs });
}
