import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../../bot/adapters/postgres/database.ts';
import { createInvestigationStore } from '../../../../bot/adapters/postgres/investigation-store.ts';
import { createDeliveryLog, createMessageLedger } from '../../../../bot/adapters/postgres/message-ledger.ts';
import { postgresErrorKind } from '../../../../bot/adapters/postgres/postgres-errors.ts';
import type { Answer } from '../../../../bot/domain/answer.ts';
import type { InvestigationRequest } from '../../../../bot/domain/investigation.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { freePort } from '../../../../infra/local/ports.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

let postgres: TestPostgres;
let url: Secret;
let database: Database;
const ignore = () => undefined;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = new Secret(await postgres.database());
  database = openDatabase(url, { onError: ignore });
  await database.migrate();
}, 60_000);

afterAll(async () => {
  await database.close();
  await postgres.stop();
});

const request: InvestigationRequest = {
  id: 'Ev1',
  question: 'checkout is slow',
  sinceSeconds: 3600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-05T10:00:00.000Z',
};
const answer: Answer = {
  verdict: 'healthy',
  hypotheses: [],
  evidence: [],
  unknown: [],
  reasons: ['Nothing stands out.'],
  runbooks: [],
  durationMs: 12,
};

test('several processes may migrate an empty database at once, and again later', async () => {
  const fresh = new Secret(await postgres.database());
  const all = [1, 2, 3].map(() => openDatabase(fresh, { onError: ignore }));
  await Promise.all(all.map((each) => each.migrate()));
  await all[0]?.migrate();
  await expect(createDeliveryLog(all[1]!.db).first('x')).resolves.toBe(true);
  await Promise.all(all.map((each) => each.close()));
});

test('an investigation is kept once, with its thread and its answer', async () => {
  const store = createInvestigationStore(database.db);
  await store.begin(request);
  await store.begin({ ...request, question: 'another wording of the same delivery' });
  await store.opened('Ev1', '1700000000.000100');
  expect(await store.find('Ev1')).toMatchObject({ status: 'running', threadTs: '1700000000.000100', request });
  await store.answered('Ev1', answer);
  const thread = { teamId: 'T1', channel: 'C1', threadTs: '1700000000.000100' };
  const [record] = await store.inThread(thread);
  expect(record).toMatchObject({ status: 'answered', answer });
  expect(record?.endedAt).toBeDefined();
  expect(await store.inThread({ ...thread, teamId: 'T2' })).toEqual([]);
  expect(await store.inThread({ teamId: 'T1', channel: 'C1' })).toEqual([]);
  expect(await store.find('unknown')).toBeUndefined();
});

test('the first end of an investigation stands', async () => {
  const store = createInvestigationStore(database.db);
  await store.begin({ ...request, id: 'Ev2' });
  await store.ended('Ev2', 'stopped', 'Stopped by somebody.');
  await store.answered('Ev2', answer);
  await store.ended('Ev2', 'failed', 'Broken.');
  expect(await store.find('Ev2')).toMatchObject({ status: 'stopped', wording: 'Stopped by somebody.' });
});

test('a message is new once, unsure until it is known to be sent, then found where it stands', async () => {
  const ledger = createMessageLedger(database.db);
  expect(await ledger.begin('Ev3', 'open')).toEqual({ state: 'new' });
  expect(await ledger.begin('Ev3', 'open')).toEqual({ state: 'unsure' });
  await ledger.sent('Ev3', 'open', { channel: 'C1', ts: '1.2' });
  expect(await ledger.begin('Ev3', 'open')).toEqual({ state: 'sent', channel: 'C1', ts: '1.2' });
  expect(await ledger.begin('Ev3', 'answer')).toEqual({ state: 'new' });
  await expect(ledger.sent('Ev3', 'never begun', { channel: 'C1', ts: '1.3' })).rejects.toMatchObject({
    kind: 'internal',
  });
});

test('of many that handle a delivery at once exactly one is first', async () => {
  const deliveries = createDeliveryLog(database.db);
  const firsts = await Promise.all(Array.from({ length: 20 }, () => deliveries.first('Ev4')));
  expect(firsts.filter(Boolean)).toHaveLength(1);
});

test('a database that is not there is unavailable, and a wrong password unauthenticated', async () => {
  const nobody = openDatabase(new Secret(`postgresql://u:p@127.0.0.1:${await freePort()}/d`), { onError: ignore });
  await expect(nobody.ping()).rejects.toMatchObject({ kind: 'unavailable' });
  await nobody.close();
  const stranger = openDatabase(new Secret(url.reveal().replace(/:[^:@]*@/, ':wrong@')), { onError: ignore });
  await expect(stranger.ping()).rejects.toMatchObject({ kind: 'unauthenticated' });
  await stranger.close();
});

test.each([
  [{ code: '57P01', message: 'terminating connection due to administrator command' }, 'unavailable'],
  [{ code: '53300', message: 'too many clients' }, 'unavailable'],
  [{ code: '40001', message: 'could not serialize access' }, 'unavailable'],
  [{ code: '57014', message: 'canceling statement due to statement timeout' }, 'timeout'],
  [{ code: '42501', message: 'permission denied' }, 'forbidden'],
  [{ code: '23505', message: 'duplicate key' }, 'internal'],
  [{ code: 'ECONNRESET', message: 'read ECONNRESET' }, 'unavailable'],
  [{ message: 'timeout exceeded when trying to connect' }, 'timeout'],
  [{ message: 'Connection terminated unexpectedly' }, 'unavailable'],
  [undefined, 'internal'],
])('%j is %s', (thrown, kind) => {
  expect(postgresErrorKind(thrown)).toBe(kind);
});
