import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../bot/adapters/postgres/duty-tables.ts';
import { createRecordStore } from '../../bot/adapters/postgres/record-store.ts';
import { createTimeline } from '../../bot/adapters/postgres/timeline.ts';
import { Secret } from '../../bot/domain/secret.ts';
import type { DutyRecord, RecordStore } from '../../bot/ports/record-store.ts';
import { createFakeRecordStore } from '../support/fakes/record-store.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';

interface Counter extends DutyRecord {
  readonly count: number;
}
const counter = (id: string, more: Partial<Counter> = {}): Counter => ({
  id,
  teamId: 'T1',
  state: 'open',
  count: 0,
  ...more,
});

/** What every store of records promises. */
function recordsContract(open: () => RecordStore<Counter>): void {
  test('a record is kept once and found as it was', async () => {
    const store = open();
    expect(await store.add(counter('a', { channel: 'C1', threadTs: '1.1' }))).toBe(true);
    expect(await store.add(counter('a', { count: 9 }))).toBe(false);
    expect(await store.find('a')).toEqual(counter('a', { channel: 'C1', threadTs: '1.1' }));
    expect(await store.find('none')).toBeUndefined();
  });

  test('of many changes at once none is lost; a change may decline', async () => {
    const store = open();
    await store.add(counter('b'));
    await Promise.all(Array.from({ length: 25 }, () => store.change('b', (one) => ({ ...one, count: one.count + 1 }))));
    expect((await store.find('b'))?.count).toBe(25);
    expect(await store.change('b', () => undefined)).toBeUndefined();
    expect(await store.change('none', (one) => one)).toBeUndefined();
  });

  test('lists are newest first, by team, state and thread, and follow changes', async () => {
    const store = open();
    for (const id of ['c1', 'c2', 'c3']) await store.add(counter(id, { teamId: 'T9' }));
    await store.change('c2', (one) => ({ ...one, state: 'closed', channel: 'C2', threadTs: '2.2' }));
    expect((await store.list({ teamId: 'T9' })).map(({ id }) => id)).toEqual(['c3', 'c2', 'c1']);
    expect((await store.list({ teamId: 'T9', states: ['open'], limit: 1 })).map(({ id }) => id)).toEqual(['c3']);
    expect((await store.list({ channel: 'C2', threadTs: '2.2' })).map(({ id }) => id)).toEqual(['c2']);
    expect(await store.list({ teamId: 'T9', states: [] })).toEqual([]);
  });
}

describe('the fake', () => {
  const store = createFakeRecordStore<Counter>();
  recordsContract(() => store);
});

describe('PostgreSQL', () => {
  let postgres: TestPostgres;
  let database: Database;
  const db = () => database.db.withTables<DutyTables>();
  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = openDatabase(new Secret(await postgres.database()), { onError: () => undefined });
    await database.migrate();
  });
  afterAll(async () => {
    await database.close();
    await postgres.stop();
  });
  recordsContract(() => createRecordStore<Counter>(db(), 'counter'));

  test('records of another kind are not seen', async () => {
    await createRecordStore<Counter>(db(), 'one').add(counter('same'));
    expect(await createRecordStore<Counter>(db(), 'other').find('same')).toBeUndefined();
  });

  test('a timeline holds each fact once, oldest first', async () => {
    const thread = { teamId: 'T1', channel: 'C1', threadTs: '1.1' };
    const timeline = createTimeline(db());
    const entry = (minute: number) => ({
      at: `2026-03-04T05:0${minute}:00.000Z`,
      kind: 'note' as const,
      text: String(minute),
    });
    await timeline.add(thread, 'second', entry(2));
    await timeline.add(thread, 'first', entry(1));
    await timeline.add(thread, 'first', entry(9));
    expect((await timeline.of(thread)).map(({ text }) => text)).toEqual(['1', '2']);
    expect(await timeline.of({ ...thread, threadTs: '3.3' })).toEqual([]);
  });
});
