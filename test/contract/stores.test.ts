import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../bot/adapters/postgres/database.ts';
import { createInvestigationStore } from '../../bot/adapters/postgres/investigation-store.ts';
import { createDeliveryLog, createMessageLedger } from '../../bot/adapters/postgres/message-ledger.ts';
import type { Answer } from '../../bot/domain/answer.ts';
import type { InvestigationRequest } from '../../bot/domain/investigation.ts';
import { Secret } from '../../bot/domain/secret.ts';
import type { InvestigationStore } from '../../bot/ports/investigation-store.ts';
import type { DeliveryLog, MessageLedger } from '../../bot/ports/message-ledger.ts';
import { createMemoryDeliveries, createMemoryLedger } from '../bot/slack/memory-ledger.ts';
import { createFakeInvestigationStore } from '../support/fakes/investigation-store.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';

interface Stores {
  readonly store: InvestigationStore;
  readonly ledger: MessageLedger;
  readonly deliveries: DeliveryLog;
}

const requestOf = (id: string): InvestigationRequest => ({
  id,
  question: 'checkout is slow',
  sinceSeconds: 3600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-05T10:00:00.000Z',
});
const answer: Answer = {
  verdict: 'healthy',
  hypotheses: [],
  evidence: [],
  unknown: [],
  reasons: ['Nothing stands out.'],
  runbooks: [],
  durationMs: 12,
};

/** What every store, ledger and delivery log promise. */
function storesContract(setup: () => Stores): void {
  test('an investigation is kept once, with its thread and its answer', async () => {
    const { store } = setup();
    const request = requestOf('Ev1');
    await store.begin(request);
    await store.begin({ ...request, question: 'another wording of the same delivery' });
    await store.opened('Ev1', '1700000000.000100');
    expect(await store.find('Ev1')).toMatchObject({ status: 'running', threadTs: '1700000000.000100', request });
    await store.answered('Ev1', answer, true);
    const thread = { teamId: 'T1', channel: 'C1', threadTs: '1700000000.000100' };
    const [record] = await store.inThread(thread);
    expect(record).toMatchObject({ status: 'answered', answer });
    expect(record?.endedAt).toBeDefined();
    expect(await store.inThread({ ...thread, teamId: 'T2' })).toEqual([]);
    expect(await store.inThread({ teamId: 'T1', channel: 'C1' })).toEqual([]);
    expect(await store.find('unknown')).toBeUndefined();
  });

  test('the investigations of a thread come newest first', async () => {
    const { store } = setup();
    for (const id of ['Ev2', 'Ev3']) {
      await store.begin(requestOf(id));
      await store.opened(id, '1700000000.000200');
    }
    const records = await store.inThread({ teamId: 'T1', channel: 'C1', threadTs: '1700000000.000200' });
    expect(records.map(({ request }) => request.id)).toEqual(['Ev3', 'Ev2']);
  });

  test('the first end of an investigation stands', async () => {
    const { store } = setup();
    await store.begin(requestOf('Ev4'));
    await store.ended('Ev4', 'stopped', 'Stopped by somebody.', true);
    await store.answered('Ev4', answer, true);
    await store.ended('Ev4', 'failed', 'Broken.', true);
    expect(await store.find('Ev4')).toMatchObject({ status: 'stopped', wording: 'Stopped by somebody.' });
  });

  test('an end that was not told is found until it is, each time by one', async () => {
    const { store } = setup();
    for (const id of ['Ev8', 'Ev9']) await store.begin(requestOf(id));
    await store.answered('Ev8', answer, false);
    await store.ended('Ev9', 'failed', 'Broken.', true);
    const both = await Promise.all([store.untold(10), store.untold(10)]);
    expect(both.flat().map(({ request }) => request.id)).toContain('Ev8');
    expect(both.flat().map(({ request }) => request.id)).not.toContain('Ev9');
    await store.told('Ev8');
    expect((await store.untold(10)).map(({ request }) => request.id)).not.toContain('Ev8');
  });

  test('what runs is listed, and how often it began to look is counted', async () => {
    const { store } = setup();
    await store.begin(requestOf('Ev10'));
    expect(await store.running(0, 100)).toContain('Ev10');
    expect([await store.examines('Ev10'), await store.examines('Ev10')]).toEqual([1, 2]);
    await store.ended('Ev10', 'stopped', 'Stopped.', true);
    expect(await store.running(0, 100)).not.toContain('Ev10');
  });

  test('a message is new once, unsure until it is known to be sent, then found where it stands', async () => {
    const { ledger } = setup();
    expect(await ledger.begin('Ev5', 'open')).toEqual({ state: 'new' });
    expect(await ledger.begin('Ev5', 'open')).toEqual({ state: 'unsure' });
    await ledger.sent('Ev5', 'open', { channel: 'C1', ts: '1.2' });
    expect(await ledger.begin('Ev5', 'open')).toEqual({ state: 'sent', channel: 'C1', ts: '1.2' });
    expect(await ledger.begin('Ev5', 'answer')).toEqual({ state: 'new' });
  });

  test('of many that handle a delivery at once exactly one does the work', async () => {
    const { deliveries } = setup();
    let times = 0;
    const work = async () => {
      times += 1;
    };
    const done = await Promise.all(Array.from({ length: 20 }, () => deliveries.once('Ev6', work)));
    expect([done.filter(Boolean).length, times]).toEqual([1, 1]);
  });

  test('work for a delivery that broke off is done when it is handled again', async () => {
    const { deliveries } = setup();
    await expect(deliveries.once('Ev7', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await deliveries.once('Ev7', async () => undefined)).toBe(true);
    expect(await deliveries.once('Ev7', async () => undefined)).toBe(false);
  });
}

describe('the fakes', () => {
  storesContract(() => ({
    store: createFakeInvestigationStore(),
    ledger: createMemoryLedger(),
    deliveries: createMemoryDeliveries(),
  }));
});

describe('PostgreSQL', () => {
  let postgres: TestPostgres;
  let database: Database;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = openDatabase(new Secret(await postgres.database()), { onError: () => undefined });
    await database.migrate();
  });
  afterAll(async () => {
    await database.close();
    await postgres.stop();
  });
  storesContract(() => ({
    store: createInvestigationStore(database.db),
    ledger: createMessageLedger(database.db),
    deliveries: createDeliveryLog(database.db),
  }));
});
