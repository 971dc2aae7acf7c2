import type pg from 'pg';
import { auditSchemaStatements } from '../../bot/adapters/postgres/audit-schema.ts';

/** The role that the bot signs in as: it owns its own tables, and may add to the audit without changing it. */
export const BOT_USER = 'oncall_bot';

/** The bot's schema and its engine's, as the bot makes them. */
const OF_THE_BOT = ['sre', 'dbos'];

/**
 * Makes the bot's role, gives it what an earlier version made as the owner of the whole cluster, and puts the audit's
 * tables beside it. As the owner of the cluster; may be run again.
 */
export async function prepareBot(
  client: Pick<pg.Client, 'query' | 'escapeLiteral' | 'escapeIdentifier'>,
  { database, password }: { readonly database: string; readonly password: string },
): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [BOT_USER]);
  if (rowCount === 0) await client.query(`create role ${BOT_USER} login`);
  await client.query(`alter role ${BOT_USER} password ${client.escapeLiteral(password)}`);
  await client.query(
    `grant connect, create, temporary on database ${client.escapeIdentifier(database)} to ${BOT_USER}`,
  );
  const handOver = await client.query<{ statement: string }>(HAND_OVER, [OF_THE_BOT, BOT_USER]);
  for (const { statement } of handOver.rows) await client.query(statement);
  await client.query('begin');
  for (const statement of auditSchemaStatements(BOT_USER)) await client.query(statement);
  await client.query('commit');
}

/** Statements that make the bot the owner of its schemas and of what is in them. */
const HAND_OVER = `
  select format('alter schema %I owner to %I', nspname, $2::text) as statement
  from pg_namespace where nspname = any($1) and pg_get_userbyid(nspowner) <> $2
  union all
  select format('alter %s %I.%I owner to %I', case c.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end,
    n.nspname, c.relname, $2::text)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any($1) and pg_get_userbyid(c.relowner) <> $2 and c.relkind in ('r', 'p', 'v', 'S')
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i') and c.relkind = 'S')
  union all
  select format('alter function %s owner to %I', p.oid::regprocedure, $2::text)
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any($1) and pg_get_userbyid(p.proowner) <> $2
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;
