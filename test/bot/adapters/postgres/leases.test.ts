import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../../../bot/adapters/postgres/duty-tables.ts';
import { createLeases } from '../../../../bot/adapters/postgres/leases.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

let postgres: TestPostgres;
let database: Database;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = openDatabase(new Secret(await postgres.database()), { onError: () => undefined });
  await database.migrate();
}, 60_000);
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

test('the lease of a process that is gone is another one’s at once, with a new token; that of a living one is not', async () => {
  const dead = new Set<string>();
  const instances = { gone: async (ids: readonly string[]) => ids.filter((id) => dead.has(id)) };
  const leases = createLeases(database.db.withTables<DutyTables>(), instances);
  const first = await leases.take('alerts', 'one', 60);
  expect(first).toMatchObject({ name: 'alerts' });
  expect(await leases.take('alerts', 'two', 60)).toBeUndefined();
  dead.add('one');
  const second = await leases.take('alerts', 'two', 60);
  expect(second).toMatchObject({ name: 'alerts' });
  expect(second?.token).not.toBe(first?.token);
  expect(await leases.take('alerts', 'three', 60)).toBeUndefined();
});
