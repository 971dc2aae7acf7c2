import type { DeliveryLog, MessageLedger, MessageState } from '../../../bot/ports/message-ledger.ts';

/** A ledger in memory that can forget to record, as a process does that dies between posting and recording. */
export interface MemoryLedger extends MessageLedger {
  readonly states: Map<string, MessageState>;
  /** The next `sent` throws, and nothing is recorded. */
  dieBeforeRecording(): void;
}

export function createMemoryLedger(): MemoryLedger {
  const states = new Map<string, MessageState>();
  let dying = false;
  return {
    states,
    dieBeforeRecording() {
      dying = true;
    },
    async begin(investigation, key) {
      const known = states.get(`${investigation} ${key}`);
      if (known) return known;
      states.set(`${investigation} ${key}`, { state: 'unsure' });
      return { state: 'new' };
    },
    async sent(investigation, key, message) {
      if (dying) {
        dying = false;
        throw new Error('the process died');
      }
      states.set(`${investigation} ${key}`, { state: 'sent', ...message });
    },
  };
}

/** One after the other for each delivery, as the real one: work on one may wait for another. */
export function createMemoryDeliveries(): DeliveryLog {
  const done = new Set<string>();
  const working = new Map<string, Promise<unknown>>();
  return {
    once(id, work) {
      const mine = Promise.resolve(working.get(id)).then(async () => {
        if (done.has(id)) return false;
        await work();
        done.add(id);
        return true;
      });
      working.set(
        id,
        mine.catch(() => undefined),
      );
      return mine;
    },
  };
}
