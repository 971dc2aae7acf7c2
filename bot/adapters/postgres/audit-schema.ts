/** Where the audit lies, apart from the bot's own tables: its owner is not the bot. */
export const AUDIT_SCHEMA = 'sre_audit';

const PLAIN = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Makes the audit's tables as whoever runs this, who owns them then, and lets `bot` read and add entries, and read, make
 * and destroy keys to people's names, but change nothing. May be run again, also to take over what the bot made for
 * itself. Without `bot` the tables are the bot's own, and only a trigger stands before changes. To be run in a
 * transaction. Throws Error for a name that is not plain.
 */
export function auditSchemaStatements(bot?: string): readonly string[] {
  if (bot !== undefined && !PLAIN.test(bot)) throw new Error('The name of the role is not plain.');
  const entries = `${AUDIT_SCHEMA}.entries`;
  const keys = `${AUDIT_SCHEMA}.person_keys`;
  const refuse = `${AUDIT_SCHEMA}.refuse_change()`;
  return [
    // Two that make it at once would hit each other.
    `select pg_advisory_xact_lock(hashtext('${AUDIT_SCHEMA}'))`,
    `create schema if not exists ${AUDIT_SCHEMA}`,
    `alter schema ${AUDIT_SCHEMA} owner to current_user`,
    `create table if not exists ${entries} (
       seq bigint primary key,
       at timestamptz not null,
       fact text not null unique,
       body text not null,
       hash text not null check (hash ~ '^[0-9a-f]{64}$'))`,
    `create table if not exists ${keys} (
       team text not null,
       person text not null,
       key bytea not null check (length(key) = 32),
       made_at timestamptz not null default now(),
       primary key (team, person))`,
    `create index if not exists entries_by_time on ${entries} (at)`,
    `create or replace function ${refuse} returns trigger language plpgsql as $$
       begin raise exception 'entries of the audit are never changed' using errcode = '42501'; end $$`,
    `create or replace trigger entries_stay before update or delete or truncate on ${entries}
       for each statement execute function ${refuse}`,
    `create or replace trigger keys_stay before update on ${keys} for each statement execute function ${refuse}`,
    `alter table ${entries} owner to current_user`,
    `alter table ${keys} owner to current_user`,
    `alter function ${refuse} owner to current_user`,
    ...(bot === undefined
      ? []
      : [
          `revoke all on schema ${AUDIT_SCHEMA} from public, ${bot}`,
          `revoke all on all tables in schema ${AUDIT_SCHEMA} from public, ${bot}`,
          `grant usage on schema ${AUDIT_SCHEMA} to ${bot}`,
          `grant select, insert on ${entries} to ${bot}`,
          `grant select, insert, delete on ${keys} to ${bot}`,
        ]),
  ];
}
