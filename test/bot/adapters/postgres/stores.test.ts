import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../../bot/adapters/postgres/database.ts';
import { createDeliveryLog, createMessageLedger } from '../../../../bot/adapters/postgres/message-ledger.ts';
import { postgresErrorKind } from '../../../../bot/adapters/postgres/postgres-errors.ts';
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
});

afterAll(async () => {
  await database.close();
  await postgres.stop();
});

test('several processes may migrate an empty database at once, and again later', async () => {
  const fresh = new Secret(await postgres.database());
  const all = [1, 2, 3].map(() => openDatabase(fresh, { onError: ignore }));
  await Promise.all(all.map((each) => each.migrate()));
  await all[0]?.migrate();
  await expect(createDeliveryLog(all[1]!.db).once('x', async () => undefined)).resolves.toBe(true);
  await Promise.all(all.map((each) => each.close()));
});

test('a message that nobody began cannot be recorded as sent', async () => {
  const sent = createMessageLedger(database.db).sent('Ev3', 'never begun', { channel: 'C1', ts: '1.3' });
  await expect(sent).rejects.toMatchObject({ kind: 'internal' });
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
