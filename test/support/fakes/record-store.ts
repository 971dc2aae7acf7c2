import type { DutyRecord, RecordStore } from '../../../bot/ports/record-store.ts';

/** Records in memory, copied in and out as a database does. */
export function createFakeRecordStore<T extends DutyRecord>(): RecordStore<T> {
  const records = new Map<string, T>();
  const copy = (record: T): T => JSON.parse(JSON.stringify(record)) as T;
  return {
    async add(record) {
      if (records.has(record.id)) return false;
      records.set(record.id, copy(record));
      return true;
    },
    async find(id) {
      const found = records.get(id);
      return found && copy(found);
    },
    async change(id, change) {
      const found = records.get(id);
      const changed = found && change(copy(found));
      if (changed === undefined) return undefined;
      records.set(id, copy(changed));
      return copy(changed);
    },
    async keep(given, change) {
      for (const one of given) {
        const found = records.get(one.id);
        records.set(one.id, copy(found === undefined ? one : change(copy(found), one)));
      }
    },
    async list({ teamId, states, channel, threadTs, limit = 200 }) {
      return [...records.values()]
        .filter(
          (one) =>
            (teamId === undefined || one.teamId === teamId) &&
            (states === undefined || states.includes(one.state as T['state'])) &&
            (channel === undefined || one.channel === channel) &&
            (threadTs === undefined || one.threadTs === threadTs),
        )
        .toReversed()
        .slice(0, limit)
        .map(copy);
    },
  };
}
