import { type Kysely, sql } from 'kysely';
import type { ChannelTurns, SharedAsks } from '../../ports/sharing.ts';
import { callPostgres } from './postgres-errors.ts';
import type { SharedTables } from './shared-tables.ts';

/** The turns of channels in PostgreSQL, by its clock: one row and one statement for each turn. */
export function createChannelTurns(db: Kysely<SharedTables>): ChannelTurns {
  return {
    async take(channel, betweenMs) {
      const between = sql`make_interval(secs => ${betweenMs / 1_000}::double precision)`;
      const { rows } = await callPostgres('take a turn', () =>
        sql<{ wait: number }>`
          insert into channel_turns as turns (channel, next_at) values (${channel}, clock_timestamp() + ${between})
          on conflict (channel) do update set next_at = greatest(turns.next_at, clock_timestamp()) + ${between}
          returning (extract(epoch from next_at - ${between} - clock_timestamp()) * 1000)::double precision as wait`.execute(
          db,
        ),
      );
      return Math.max(0, rows[0]?.wait ?? 0);
    },
  };
}

/** What was asked in the last minute, in PostgreSQL, by its clock: one row for each key, all keys in one statement. */
export function createSharedAsks(db: Kysely<SharedTables>): SharedAsks {
  return {
    async count(limits) {
      const keys = sql.join(limits.map(({ key, most }) => sql`(${key}, ${most}::integer)`));
      const { rows } = await callPostgres('count what is asked', () =>
        sql<{ key: string; granted: boolean; first_refusal: boolean; wait: number }>`
          insert into recent_asks as known (key, times, most, granted, first_refusal, asked_at)
          select key, array[clock_timestamp()], most, most > 0, most <= 0, clock_timestamp()
          from (values ${keys}) as asked (key, most)
          order by key
          on conflict (key) do update set (times, most, granted, first_refusal, asked_at) = (
            select
              case when cardinality(fresh) < excluded.most then fresh || clock_timestamp() else fresh end,
              excluded.most,
              cardinality(fresh) < excluded.most,
              cardinality(fresh) >= excluded.most and known.granted,
              clock_timestamp()
            from (
              select array(
                select at from unnest(known.times) as at where at > clock_timestamp() - interval '1 minute' order by at
              ) as fresh
            ) as recent
          )
          returning key, granted, first_refusal,
            (extract(epoch from times[1] + interval '1 minute' - clock_timestamp()) * 1000)::double precision as wait`.execute(
          db,
        ),
      );
      const full = limits.map(({ key }) => rows.find((row) => row.key === key)).find((row) => row?.granted === false);
      return full && { waitMs: Math.max(0, full.wait), first: full.first_refusal };
    },
  };
}
