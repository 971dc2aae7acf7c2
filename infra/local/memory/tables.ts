import type pg from 'pg';

/** Several instances may start at once: the lock makes one of them create the tables. */
const LOCK = 4_207_849_484;

/** Makes the tables of the memory in a schema of their own, where they are absent. */
export async function createMemoryTables(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(`
      create schema if not exists agentcore_memory;
      create table if not exists agentcore_memory.events (
        memory_id text not null,
        event_id text not null,
        actor_id text not null,
        session_id text not null,
        event_timestamp timestamptz not null,
        payload jsonb not null,
        branch jsonb,
        metadata jsonb,
        created_at timestamptz not null default now(),
        primary key (memory_id, event_id)
      );
      create index if not exists events_by_session
        on agentcore_memory.events (memory_id, actor_id, session_id, event_timestamp desc, event_id desc);
      create table if not exists agentcore_memory.records (
        memory_id text not null,
        record_id text not null,
        namespace text not null,
        strategy_id text not null,
        content text not null,
        metadata jsonb,
        created_at timestamptz not null,
        words tsvector generated always as (to_tsvector('english', content)) stored,
        primary key (memory_id, record_id)
      );
      create index if not exists records_by_namespace
        on agentcore_memory.records (memory_id, namespace text_pattern_ops);
      create table if not exists agentcore_memory.client_tokens (
        memory_id text not null,
        operation text not null,
        token text not null,
        request_hash text not null,
        response jsonb not null,
        created_at timestamptz not null default now(),
        primary key (memory_id, operation, token)
      );
    `);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
