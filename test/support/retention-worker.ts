/** A process that does once, through the engine, what is scheduled for each night, and forgets the person in FORGET. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { createDurableInvestigations } from '../../bot/adapters/dbos/investigations.ts';
import { createAuditStore } from '../../bot/adapters/postgres/audit-store.ts';
import type { AuditTables } from '../../bot/adapters/postgres/audit-tables.ts';
import { openDatabase } from '../../bot/adapters/postgres/database.ts';
import { createFeedbackLog } from '../../bot/adapters/postgres/feedback-log.ts';
import { createPreferenceStore } from '../../bot/adapters/postgres/preferences.ts';
import { createAudit } from '../../bot/audit/recorder.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { systemClock as clock } from '../../bot/ports/clock.ts';
import { createLog } from '../../bot/server/log.ts';
import { composeRetention } from '../../bot/wiring/retention.ts';

const url = new Secret(process.env.DATABASE_URL ?? '');
const database = openDatabase(url, { onError: () => undefined });
await database.migrate();
const quiet = { info: () => undefined, debug: () => undefined, warn: () => undefined, error: () => undefined };
const { forgetting, schedules } = composeRetention({
  preferences: createPreferenceStore(database.db),
  feedback: createFeedbackLog(database.db),
  memory: { forget: async () => undefined },
  audit: createAudit({
    store: createAuditStore(database.db.withTables<AuditTables>()),
    clock,
    clean: (value) => value,
  }),
  database,
  log: createLog('silent'),
});
const investigations = createDurableInvestigations({
  databaseUrl: url,
  run: () => new Promise(() => undefined),
  announceEnd: () => new Promise(() => undefined),
  running: async () => [],
  logger: quiet,
});
await investigations.launch();
await schedules.launch();
if (process.env.FORGET !== undefined) {
  const { underWay } = await forgetting.forget(JSON.parse(process.env.FORGET));
  process.stdout.write(`${underWay}\n`);
} else {
  const night = await DBOS.triggerSchedule('retention');
  await night.getResult();
}
await investigations.shutdown(0);
process.exit(0);
