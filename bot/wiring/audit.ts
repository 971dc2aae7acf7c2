import type { Logger } from 'pino';
import { createAuditStore, openAudit, readHead } from '../adapters/postgres/audit-store.ts';
import type { AuditTables } from '../adapters/postgres/audit-tables.ts';
import type { Database } from '../adapters/postgres/database.ts';
import type { DutyTables } from '../adapters/postgres/duty-tables.ts';
import { carryOverAudit } from '../adapters/postgres/old-audit.ts';
import { createAudit } from '../audit/recorder.ts';
import type { Audit } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import { withoutSecrets } from '../redaction/redactor.ts';
import { repeatedly } from '../server/repeatedly.ts';

/** How often the end of the chain is written to the log, where whoever changes the database cannot change it. */
const HEAD_EVERY_MS = 600_000;

export interface ComposedAudit {
  readonly audit: Audit;
  /** Once the database is migrated. Throws SreError. */
  start(): Promise<void>;
  stop(): void;
}

/** Builds the audit, whose chain all processes on one database share. */
export function composeAudit(parts: {
  readonly database: Pick<Database, 'db'>;
  readonly clock: Clock;
  readonly log: Logger;
}): ComposedAudit {
  const { clock, log } = parts;
  const db = parts.database.db.withTables<AuditTables>();
  const audit = createAudit({
    store: createAuditStore(db),
    clock,
    clean: withoutSecrets,
    onTrouble: (error) => log.warn({ err: error, kind: error.kind }, 'the audit was not kept and is tried again'),
  });
  const noteHead = async () => log.info({ head: await readHead(db) }, 'end of the audit');
  const heads = repeatedly(HEAD_EVERY_MS, noteHead, (error) => log.warn({ err: error }, 'end of the audit not read'));
  return {
    audit,
    async start() {
      const { own } = await openAudit(db);
      if (own) log.warn('the audit belongs to the role of the bot, which could change it: see npm run audit prepare');
      await carryOverAudit(parts.database.db.withTables<DutyTables>(), audit);
      heads.start();
    },
    stop: heads.stop,
  };
}
