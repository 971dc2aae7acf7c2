import { randomBytes } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { BEGINNING, type ChainedEntry, type ChainHead, chain } from '../../audit/chain.ts';
import { KEY_BYTES } from '../../audit/pseudonyms.ts';
import type { AuditStore } from '../../ports/audit-store.ts';
import { AUDIT_SCHEMA, auditSchemaStatements } from './audit-schema.ts';
import type { AuditTables } from './audit-tables.ts';
import { inOneOrder } from './one-order.ts';
import { callPostgres } from './postgres-errors.ts';

const PAGE = 1_000;

/** The audit in PostgreSQL: one chain for all processes, whose end one of them at a time holds by an advisory lock. */
export function createAuditStore(db: Kysely<AuditTables>): AuditStore {
  return {
    async keys(people) {
      return callPostgres('find the keys to names', async () => {
        const known = await findKeys(db, people);
        const without = inOneOrder(
          people.filter((one) => !known.has(nameOf(one))),
          nameOf,
        );
        if (without.length > 0) {
          await db
            .insertInto('sre_audit.person_keys')
            .values(without.map(({ team, person }) => ({ team, person, key: randomBytes(KEY_BYTES) })))
            .onConflict((conflict) => conflict.doNothing())
            .execute();
          // Another process may have been first.
          for (const [name, key] of await findKeys(db, without)) known.set(name, key);
        }
        return people.map((one) => known.get(nameOf(one)) ?? randomBytes(KEY_BYTES));
      });
    },
    async destroyKey({ team, person }) {
      await callPostgres('destroy the key to a name', () =>
        db.deleteFrom('sre_audit.person_keys').where('team', '=', team).where('person', '=', person).execute(),
      );
    },
    async append(entries) {
      await callPostgres('keep the audit', () =>
        db.transaction().execute(async (transaction) => {
          await sql`select pg_advisory_xact_lock(hashtext(${AUDIT_SCHEMA}))`.execute(transaction);
          const fresh = await withoutKnown(transaction, entries);
          if (fresh.length === 0) return;
          const head = await headOf(transaction);
          await transaction
            .insertInto('sre_audit.entries')
            .values([...chain(head, fresh)])
            .execute();
        }),
      );
    },
  };
}

const nameOf = ({ team, person }: { readonly team: string; readonly person: string }) => `${team} ${person}`;

async function findKeys(
  db: Kysely<AuditTables>,
  people: readonly { readonly team: string; readonly person: string }[],
): Promise<Map<string, Uint8Array>> {
  const rows = await db
    .selectFrom('sre_audit.person_keys')
    .select(['team', 'person', 'key'])
    .where('person', 'in', [...new Set(people.map(({ person }) => person))])
    .execute();
  return new Map(rows.map((row) => [nameOf(row), row.key]));
}

/** Those whose fact does not stand in the chain, each fact once. */
async function withoutKnown<T extends { readonly fact: string }>(
  transaction: Transaction<AuditTables>,
  entries: readonly T[],
): Promise<readonly T[]> {
  const byFact = new Map<string, T>();
  for (const entry of entries) if (!byFact.has(entry.fact)) byFact.set(entry.fact, entry);
  if (byFact.size === 0) return [];
  const known = await transaction
    .selectFrom('sre_audit.entries')
    .select('fact')
    .where('fact', 'in', [...byFact.keys()])
    .execute();
  for (const { fact } of known) byFact.delete(fact);
  return [...byFact.values()];
}

async function headOf(db: Kysely<AuditTables>): Promise<ChainHead> {
  const row = await db
    .selectFrom('sre_audit.entries')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? BEGINNING : { seq: Number(row.seq), hash: row.hash };
}

/** The end of the chain; `BEGINNING` where nothing was kept yet. Throws SreError. */
export function readHead(db: Kysely<AuditTables>): Promise<ChainHead> {
  return callPostgres('read the audit', () => headOf(db));
}

/**
 * The chain in order, from its beginning or, with times (RFC 3339), the entries from `from` on and before `to`. Throws
 * SreError.
 */
export async function* readChain(
  db: Kysely<AuditTables>,
  { from, to }: { readonly from?: string; readonly to?: string } = {},
): AsyncGenerator<ChainedEntry> {
  for (let after: string | number | undefined; ; ) {
    const rows = await callPostgres('read the audit', () => {
      let query = db.selectFrom('sre_audit.entries').selectAll().orderBy('seq').limit(PAGE);
      if (after !== undefined) query = query.where('seq', '>', after);
      if (from !== undefined) query = query.where('at', '>=', from);
      if (to !== undefined) query = query.where('at', '<', to);
      return query.execute();
    });
    for (const { seq, at, fact, body, hash } of rows) {
      yield { seq: Number(seq), at: new Date(at).toISOString(), fact, body, hash };
    }
    after = rows.at(-1)?.seq;
    if (rows.length < PAGE) return;
  }
}

/** All keys to names, with whose they are. Throws SreError. */
export async function readKeys(
  db: Kysely<AuditTables>,
): Promise<readonly { readonly team: string; readonly person: string; readonly key: Uint8Array }[]> {
  return callPostgres('read the keys to names', () =>
    db.selectFrom('sre_audit.person_keys').select(['team', 'person', 'key']).execute(),
  );
}

/**
 * Makes the audit's tables where nobody did, as the bot's own, and says whose they are: `own` is false where another
 * role owns them, as it should be. Throws SreError.
 */
export async function openAudit<T>(db: Kysely<T>): Promise<{ readonly own: boolean }> {
  return callPostgres('open the audit', async () => {
    const owner = () =>
      sql<{ own: boolean }>`
        select tableowner = current_user as own from pg_tables
        where schemaname = ${AUDIT_SCHEMA} and tablename = 'entries'`.execute(db);
    const found = (await owner()).rows[0];
    if (found !== undefined) return found;
    await db.transaction().execute(async (transaction) => {
      for (const statement of auditSchemaStatements()) await sql.raw(statement).execute(transaction);
    });
    return (await owner()).rows[0] ?? { own: true };
  });
}
