/** A process that adds to the audit without end and prints the fact of each entry once it is accepted. */
import { writeSync } from 'node:fs';
import { createAuditStore } from '../../bot/adapters/postgres/audit-store.ts';
import type { AuditTables } from '../../bot/adapters/postgres/audit-tables.ts';
import { openDatabase } from '../../bot/adapters/postgres/database.ts';
import { createAudit } from '../../bot/audit/recorder.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { systemClock } from '../../bot/ports/clock.ts';

const database = openDatabase(new Secret(process.env.DATABASE_URL ?? ''), { onError: () => undefined });
const audit = createAudit({
  store: createAuditStore(database.db.withTables<AuditTables>()),
  clock: systemClock,
  clean: (value) => value,
});
for (let round = 0; ; round += 1) {
  await Promise.all(
    Array.from({ length: 20 }, async (_one, index) => {
      const fact = `killed ${process.pid} ${round} ${index}`;
      await audit.add({ kind: 'tool', teamId: 'T1', fact });
      writeSync(1, `${fact}\n`);
    }),
  );
}
