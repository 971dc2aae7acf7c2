import { type Kysely, type RawBuilder, sql } from 'kysely';
import { SreError } from '../../domain/errors.ts';
import type { Instances } from '../../ports/instances.ts';
import type { Lease, Leases } from '../../ports/leases.ts';
import type { DutyTables } from './duty-tables.ts';
import { callPostgres } from './postgres-errors.ts';

/**
 * Leases in PostgreSQL, by its clock. Where holders are instances, the lease of one that is gone is free at once: who waits
 * for its work need not wait for its end as well. One that is only away for a moment loses its lease, and what it would still
 * write under it is refused: that costs a pass, where waiting to be sure of its end would leave alerts lying.
 */
export function createLeases(db: Kysely<DutyTables>, instances?: Pick<Instances, 'gone'>): Leases {
  async function takeFrom(gone: readonly string[], name: string, holder: string, seconds: number) {
    const taken = await callPostgres('take a lease', () =>
      sql<{ token: string }>`
        insert into leases (name, holder, until) values (${name}, ${holder}, now() + make_interval(secs => ${seconds}))
        on conflict (name) do update set holder = excluded.holder, until = excluded.until,
          token = case when leases.holder = excluded.holder then leases.token else leases.token + 1 end
        where leases.holder = excluded.holder or leases.until < now() or leases.holder = any(${gone}::text[])
        returning token`.execute(db),
    );
    const token = taken.rows[0]?.token;
    return token === undefined ? undefined : { name, token };
  }

  async function holderOf(name: string): Promise<readonly string[]> {
    const rows = await callPostgres('look who has a lease', () =>
      db.selectFrom('leases').select('holder').where('name', '=', name).execute(),
    );
    return rows.map(({ holder }) => holder);
  }

  return {
    async take(name, holder, seconds) {
      const taken = await takeFrom([], name, holder, seconds);
      if (taken !== undefined || instances === undefined) return taken;
      const gone = await instances.gone(await holderOf(name), { atOnce: true });
      return gone.length === 0 ? undefined : takeFrom(gone, name, holder, seconds);
    },
  };
}

/**
 * Does one change of the database under a lease: `change` gets a condition that holds while the lease is held, for the
 * statement's own `where`. Check and change are one statement, so that a process which stops in the middle holds no lock,
 * and a new holder's first look comes after the last change of the old one. Without a lease the condition always holds.
 * Throws SreError `cancelled` when another holder has the lease by now.
 */
export async function changeUnder<Row>(
  db: Kysely<DutyTables>,
  under: Lease | undefined,
  what: string,
  change: (isHeld: RawBuilder<unknown>) => RawBuilder<Row>,
): Promise<readonly Row[]> {
  const fence =
    under === undefined
      ? sql`select 1`
      : sql`select 1 from leases where name = ${under.name} and token = ${under.token}::bigint for share`;
  const done = await callPostgres(what, () =>
    sql<{ held: number; rows: Row[] }>`
      with fence as (${fence}), changed as (${change(sql`exists (select 1 from fence)`)})
      select (select count(*)::int from fence) as held, coalesce((select jsonb_agg(to_jsonb(changed)) from changed), '[]') as rows`.execute(
      db,
    ),
  );
  const { held = 0, rows = [] } = done.rows[0] ?? {};
  if (held === 0) throw new SreError('cancelled', `${what}: another process has this work by now`);
  return rows;
}
