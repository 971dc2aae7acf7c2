import type { SessionRecord } from '../state/records.ts';
import type { Core } from './core.ts';
import { SlackApiError } from './errors.ts';

const statuses = ['active', 'processing', 'suspended', 'closed'] as const;

/** Sets a thread's agent session, creating it where there is none. Throws `invalid_arguments` for another status. */
export function setSessionStatus(
  core: Core,
  channel: string,
  threadTs: string,
  status: string,
  title?: string,
): SessionRecord {
  const known = statuses.find((one) => one === status);
  if (known === undefined)
    throw new SlackApiError('invalid_arguments', [
      `must be a valid enum value: ${statuses.join(', ')} [json-pointer:/status]`,
    ]);
  const key = `${channel}/${threadTs}`;
  const before = core.store.sessions.get(key);
  const session = core.store.sessions.put(key, {
    channel,
    threadTs,
    status: known,
    title: before?.title ?? title ?? '',
  });
  core.changes.announce({ kind: 'status', channel, threadTs });
  return session;
}
