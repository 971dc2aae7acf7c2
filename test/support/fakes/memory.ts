import type { Actor } from '../../../bot/domain/actor.ts';
import { withoutName } from '../../../bot/domain/attribution.ts';
import { toSreError } from '../../../bot/domain/errors.ts';
import type { Memory, MemoryRecord } from '../../../bot/ports/memory.ts';
import { createTrouble, type Trouble } from './trouble.ts';

export interface FakeMemory extends Memory {
  readonly trouble: Trouble;
  readonly turns: { sessionId: string; role: string; text: string; key: string }[];
  readonly summaries: { sessionId: string; text: string }[];
  prefer(actor: Actor, text: string): Promise<void>;
}

const LONGEST = 16_000;

/** A Memory in this process. Relevance is the number of the query's words that a text holds. */
export function createFakeMemory(): FakeMemory {
  const trouble = createTrouble();
  const records = new Map<string, MemoryRecord[]>();
  const turns: FakeMemory['turns'] = [];
  const summaries: FakeMemory['summaries'] = [];

  function add(place: string, text: string): void {
    const kept = records.get(place) ?? [];
    records.set(place, kept);
    const cut = text.slice(0, LONGEST);
    if (kept.some((record) => record.text === cut)) return;
    kept.push({ id: `mem-${place}-${kept.length}`, text: cut, createdAt: new Date().toISOString() });
  }
  function ranked(place: string, query: string): MemoryRecord[] {
    const words = query.toLowerCase().split(/\W+/).filter(Boolean);
    const score = (text: string) => words.filter((word) => text.toLowerCase().includes(word)).length;
    return [...(records.get(place) ?? [])].sort((a, b) => score(b.text) - score(a.text));
  }
  async function pass(name: string, signal?: AbortSignal): Promise<void> {
    try {
      await trouble.meet(name, signal);
    } catch (error) {
      throw toSreError(error, name);
    }
  }

  return {
    trouble,
    turns,
    summaries,
    prefer: async (actor, text) => add(`preferences ${actor.username}`, text),
    async preferences(actor, options = {}) {
      await pass('preferences', options.signal);
      return records.get(`preferences ${actor.username}`) ?? [];
    },
    async knowledge(component, query, options = {}) {
      await pass('knowledge', options.signal);
      return ranked(component, query);
    },
    async learn(component, text, options = {}) {
      await pass('learn', options.signal);
      add(component, text);
    },
    async record(_actor, sessionId, { role, text, key }) {
      await pass('record');
      if (!turns.some((turn) => turn.key === key)) turns.push({ sessionId, role, text, key });
    },
    async summarize(_actor, sessionId, text) {
      await pass('summarize');
      summaries.push({ sessionId, text });
    },
    async forget(actor) {
      await pass('forget');
      records.delete(`preferences ${actor.username}`);
      for (const [place, kept] of records) {
        records.set(
          place,
          kept.map((record) => ({ ...record, text: withoutName(record.text, actor.displayName) })),
        );
      }
      summaries.length = 0;
      turns.length = 0;
    },
  };
}
