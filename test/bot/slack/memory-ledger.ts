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

export function createMemoryDeliveries(): DeliveryLog {
  const seen = new Set<string>();
  return {
    async first(id) {
      const isFirst = !seen.has(id);
      seen.add(id);
      return isFirst;
    },
  };
}
