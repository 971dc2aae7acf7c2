import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../../bot/adapters/postgres/database.ts';
import { createSpendLedger } from '../../../../bot/adapters/postgres/spend-ledger.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

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

test('many who reserve at once cannot pass the limit of the day together', async () => {
  const ledger = createSpendLedger(database.db);
  const results = await Promise.all(Array.from({ length: 20 }, () => ledger.reserve('2031-01-01', 100, 1_000)));
  expect(results.filter(Boolean)).toHaveLength(10);
  expect(await ledger.spentOn('2031-01-01')).toBe(1_000);
});

test('what was spent takes the place of what was set aside; days are apart', async () => {
  const ledger = createSpendLedger(database.db);
  expect(await ledger.reserve('2031-01-02', 900, 1_000)).toBe(true);
  expect(await ledger.reserve('2031-01-02', 200, 1_000)).toBe(false);
  await ledger.settle('2031-01-02', 900, 50);
  expect(await ledger.spentOn('2031-01-02')).toBe(50);
  expect(await ledger.reserve('2031-01-02', 200, 1_000)).toBe(true);
  expect(await ledger.spentOn('2031-01-03')).toBe(0);
  expect(await ledger.reserve('2031-01-03', 1_001, 1_000)).toBe(false);
});
