import { type Kysely, sql, type Transaction } from 'kysely';
import type { KnownPerson, PersonalData } from '../../ports/personal-data.ts';
import { createScrubber, type Scrubber } from './forgetting-words.ts';
import { KEPT_TABLES, type KeptTable } from './kept-tables.ts';
import { callPostgres } from './postgres-errors.ts';
import type { Tables } from './tables.ts';

/** A table is read as a whole; the usual limit is for answers to people. */
const TABLE_MS = 120_000;
const PAGE = 500;

/** People in all tables of the bot and its engine, by the rules of kept-tables.ts. */
export function createPersonalData(db: Kysely<Tables>): PersonalData {
  async function forget(person: KnownPerson): Promise<{ readonly underWay: number }> {
    return callPostgres('forget somebody', async () => {
      await db
        .insertInto('forgotten')
        .values({ team: person.teamId, slack_user: person.slackUserId, known_as: JSON.stringify(person) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const scrubber = createScrubber(person, await questionsOf(db, person));
      let underWay = 0;
      for (const [table, rules] of Object.entries(KEPT_TABLES)) {
        underWay += await forgetIn(db, table, rules, scrubber);
      }
      if (underWay === 0) {
        const { teamId, slackUserId } = person;
        await db.deleteFrom('forgotten').where('team', '=', teamId).where('slack_user', '=', slackUserId).execute();
      }
      return { underWay };
    });
  }
  return {
    forget,
    async finish() {
      const rows = await callPostgres('look who is to be forgotten', () =>
        db.selectFrom('forgotten').select('known_as').execute(),
      );
      for (const { known_as } of rows) await forget(known_as);
    },
  };
}

/** What a person asked, word by word. */
async function questionsOf(db: Kysely<Tables>, { slackUserId }: KnownPerson): Promise<readonly string[]> {
  const { rows } = await sql<{ question: string | null }>`
    select request->>'question' as question from sre.investigations
      where request->'askedBy'->>'slackUserId' = ${slackUserId}
    union
    select record->>'text' from sre.duty_records
      where kind = 'question' and record->'askedBy'->>'slackUserId' = ${slackUserId}
    union
    select record->'question'->>'text' from sre.duty_records
      where kind = 'question' and record->'question'->'askedBy'->>'slackUserId' = ${slackUserId}`.execute(db);
  return rows.flatMap(({ question }) => (question === null ? [] : [question]));
}

/** Takes a person out of one table. Returns how many rows are left that name them, because they are under way. */
function forgetIn(db: Kysely<Tables>, table: string, { forget, live }: KeptTable, scrubber: Scrubber): Promise<number> {
  if ('nothing' in forget) return Promise.resolve(0);
  const columns = 'delete' in forget ? forget.delete : forget.scrub;
  const whole = 'scrub' in forget ? forget.deleteWhere : undefined;
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('statement_timeout', ${String(TABLE_MS)}, true)`.execute(transaction);
    const types = await typesOf(transaction, table, columns);
    // The engine's tables are not there before it was launched once.
    if (types.size === 0) return 0;
    const mine = columns.filter((column) => types.has(column));
    let left = 0;
    for await (const row of rowsNaming(transaction, table, mine, scrubber, { live, whole })) {
      if (row.live) {
        left += 1;
        continue;
      }
      const done =
        'delete' in forget || row.whole
          ? await remove(transaction, table, row)
          : await rewrite(transaction, table, row, mine, types, scrubber);
      if (!done) left += 1;
    }
    return left;
  });
}

interface FoundRow {
  readonly place: string;
  readonly version: string;
  readonly live: boolean;
  /** The row goes as a whole. */
  readonly whole: boolean;
  readonly texts: readonly (string | null)[];
}

async function typesOf(transaction: Transaction<Tables>, table: string, columns: readonly string[]) {
  const [schema, name] = table.split('.');
  const { rows } = await sql<{ column: string; type: string }>`
    select column_name as column, data_type as type from information_schema.columns
    where table_schema = ${schema} and table_name = ${name} and column_name = any(${columns})`.execute(transaction);
  return new Map(rows.map(({ column, type }) => [column, type]));
}

/** Rows that name the person in one of these columns. */
async function* rowsNaming(
  transaction: Transaction<Tables>,
  table: string,
  columns: readonly string[],
  scrubber: Scrubber,
  { live = 'false', whole = 'false' }: { readonly live?: string; readonly whole?: string },
): AsyncGenerator<FoundRow> {
  const texts = columns.map((column) => sql`${sql.ref(column)}::text`);
  const all = sql`lower(concat_ws(' ', ${sql.join(texts)}))`;
  const found = sql.join(
    scrubber.needles.map((needle) => sql`position(${needle} in ${all}) > 0`),
    sql` or `,
  );
  const { rows } = await sql<{ place: string; version: string }>`
    select ctid::text as place, xmin::text as version from ${sql.table(table)} where ${found}`.execute(transaction);
  for (let from = 0; from < rows.length; from += PAGE) {
    const places = rows.slice(from, from + PAGE).map(({ place }) => place);
    const page = await sql<FoundRow>`
      select ctid::text as place, xmin::text as version, (${sql.raw(live)}) as live,
        (${sql.raw(whole)}) as whole, array[${sql.join(texts)}] as texts
      from ${sql.table(table)} where ctid = any(${places}::tid[])`.execute(transaction);
    for (const row of page.rows) if (row.texts.some((text) => text !== null && scrubber.names(text))) yield row;
  }
}

/** False where somebody else changed the row meanwhile. */
async function remove(transaction: Transaction<Tables>, table: string, { place, version }: FoundRow): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ctid = ${place}::tid and xmin::text = ${version}`.execute(transaction);
  return numAffectedRows === 1n;
}

async function rewrite(
  transaction: Transaction<Tables>,
  table: string,
  { place, version, texts }: FoundRow,
  columns: readonly string[],
  types: ReadonlyMap<string, string>,
  scrubber: Scrubber,
): Promise<boolean> {
  const changes = columns.flatMap((column, index) => {
    const text = texts[index];
    const clean = text == null ? text : scrubber.scrub(text);
    if (clean == null || clean === text) return [];
    return [sql`${sql.ref(column)} = ${clean}${sql.raw(types.get(column) === 'jsonb' ? '::jsonb' : '')}`];
  });
  if (changes.length === 0) return true;
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${sql.join(changes)}
    where ctid = ${place}::tid and xmin::text = ${version}`.execute(transaction);
  return numAffectedRows === 1n;
}
