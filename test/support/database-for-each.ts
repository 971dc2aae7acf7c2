import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type Database, openDatabase } from '../../bot/adapters/postgres/database.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { startTestPostgres, type TestPostgres } from './postgres.ts';

/** A server for the tests of a file, and for each of them a database of its own with its tables, which `use` is given. */
export function databaseForEach(use: (database: Database, url: string, postgres: TestPostgres) => void): void {
  let postgres: TestPostgres;
  let database: Database;
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    const url = await postgres.database();
    database = openDatabase(new Secret(url), { onError: () => undefined });
    await database.migrate();
    use(database, url, postgres);
  });
  afterEach(() => database.close());
}
