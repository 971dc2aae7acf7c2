import type { Board, Notice } from '../../../bot/ports/board.ts';

interface Standing {
  readonly channel: string;
  readonly threadTs?: string;
  readonly ts: string;
  readonly scope: string;
  readonly key: string;
  notice: Notice;
  edits: number;
}

export interface FakeBoard extends Board {
  readonly messages: Standing[];
  /** Thrown by the next calls, one each. */
  readonly troubles: Error[];
  threads(): Standing[];
}

/** A board in memory: one message for each scope and key, edited from then on; fails on demand. */
export function createFakeBoard(): FakeBoard {
  const messages: Standing[] = [];
  const troubles: Error[] = [];
  return {
    messages,
    troubles,
    threads: () => messages.filter(({ threadTs }) => threadTs === undefined),
    async put(place, scope, key, notice) {
      const trouble = troubles.shift();
      if (trouble) throw trouble;
      const known = messages.find((one) => one.scope === scope && one.key === key);
      if (known) {
        known.notice = notice;
        known.edits += 1;
        return { channel: known.channel, ts: known.ts };
      }
      const ts = `17000000${String(messages.length + 10)}.000100`;
      messages.push({ ...place, ts, scope, key, notice, edits: 0 });
      return { channel: place.channel, ts };
    },
  };
}
