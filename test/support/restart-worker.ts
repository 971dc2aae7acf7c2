/**
 * A process that asks PostgreSQL for something all the time, through every pool that the bot has: transactions, durable
 * workflows, the instance's lock. Prints a line for each round that succeeded; ends when its input does.
 */
import { createDurableInvestigations } from '../../bot/adapters/dbos/investigations.ts';
import { openDatabase } from '../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../bot/adapters/postgres/duty-tables.ts';
import { createRecordStore } from '../../bot/adapters/postgres/record-store.ts';
import { waitForDatabase } from '../../bot/adapters/postgres/wait-for-database.ts';
import { Secret } from '../../bot/domain/secret.ts';

const url = new Secret(process.env.DATABASE_URL ?? '');
const note = (what: unknown) => console.error(what instanceof Error ? what.message : what);
const database = openDatabase(url, { onError: note });
await waitForDatabase(() => database.migrate(), { onWait: note });
const records = createRecordStore(database.db.withTables<DutyTables>(), 'rounds');
const logger = { info: () => undefined, debug: () => undefined, warn: note, error: note };
const investigations = createDurableInvestigations({
  databaseUrl: url,
  run: (steps) => steps.run('one', async () => 'answered' as const),
  announceEnd: async () => undefined,
  running: async () => [],
  logger,
  sweepMs: 100,
});
await investigations.launch();
console.log('ready');

let ending = false;
process.stdin.resume().once('end', () => {
  ending = true;
});
await records.add({ id: 'count', teamId: 'T1', state: 'open' });
for (let round = 0; !ending; round += 1) {
  try {
    await Promise.all([1, 2, 3].map(() => records.change('count', (record) => ({ ...record, state: `${round}` }))));
    await investigations.start({
      id: `round-${process.pid}-${round}`,
      question: '',
      sinceSeconds: 60,
      askedBy: { teamId: 'T1', slackUserId: 'U1' },
      thread: { teamId: 'T1', channel: 'C1' },
      askedAt: '2026-01-05T10:00:00.000Z',
    });
    console.log('round');
  } catch (error) {
    note(error);
  }
}
await investigations.shutdown(5_000);
await database.close();
process.exit(0);
