import type { EphemeralRecord } from '../state/records.ts';
import type { Changes } from './changes.ts';

export interface Ephemerals {
  show(message: EphemeralRecord): EphemeralRecord;
  get(channel: string, ts: string): EphemeralRecord | undefined;
  remove(channel: string, ts: string): void;
  /** Oldest first. */
  seenBy(user: string): readonly EphemeralRecord[];
}

/** Messages only one person sees, kept while the process lives; the newest thousand. */
export function createEphemerals(changes: Changes): Ephemerals {
  const kept = new Map<string, EphemeralRecord>();
  return {
    show: (message) => {
      kept.set(`${message.channel}/${message.ts}`, message);
      if (kept.size > 1000) kept.delete(kept.keys().next().value!);
      changes.announce({ kind: 'ephemeral', message });
      return message;
    },
    get: (channel, ts) => kept.get(`${channel}/${ts}`),
    remove: (channel, ts) => {
      const message = kept.get(`${channel}/${ts}`);
      if (message === undefined) return;
      kept.delete(`${channel}/${ts}`);
      changes.announce({ kind: 'ephemeral-removed', channel, ts, recipient: message.recipient });
    },
    seenBy: (user) => [...kept.values()].filter((message) => message.recipient === user),
  };
}
