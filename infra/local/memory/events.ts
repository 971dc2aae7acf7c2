import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { z } from 'zod';
import { AwsError } from '../aws-json.ts';
import { once } from './client-tokens.ts';
import { type eventList, type newEvent, offsetOf, pageOf, type paging } from './input.ts';

interface EventRow {
  readonly event_id: string;
  readonly actor_id: string;
  readonly session_id: string;
  readonly at: number;
  readonly payload: unknown[];
  readonly branch: unknown;
  readonly metadata: unknown;
}

/** Which event. */
export interface EventKey {
  readonly memoryId: string;
  readonly actorId: string;
  readonly sessionId: string;
  readonly eventId: string;
}

const COLUMNS = `event_id, actor_id, session_id, payload, branch, metadata,
  extract(epoch from event_timestamp)::float8 as at`;

function describe(memoryId: string, row: EventRow) {
  return {
    memoryId,
    actorId: row.actor_id,
    sessionId: row.session_id,
    eventId: row.event_id,
    eventTimestamp: row.at,
    payload: row.payload,
    branch: row.branch ?? { name: 'main' },
    ...(row.metadata === null ? {} : { metadata: row.metadata }),
  };
}

/** The event's time in milliseconds, then random hex: so that ids sort by time. */
function newEventId(unixSeconds: number): string {
  return `${String(Math.round(unixSeconds * 1000)).padStart(16, '0')}#${randomBytes(4).toString('hex')}`;
}

/** Events of sessions: what was said, in PostgreSQL. */
export function createEvents(pool: pg.Pool) {
  const find = async ({ memoryId, actorId, sessionId, eventId }: EventKey): Promise<EventRow> => {
    const found = await pool.query<EventRow>(
      `select ${COLUMNS} from agentcore_memory.events
        where memory_id = $1 and actor_id = $2 and session_id = $3 and event_id = $4`,
      [memoryId, actorId, sessionId, eventId],
    );
    const row = found.rows[0];
    if (!row) throw new AwsError('ResourceNotFoundException', 'The event does not exist.', 404);
    return row;
  };
  return {
    create: (memoryId: string, event: z.output<typeof newEvent>) => {
      const { clientToken: token, ...input } = event;
      return once(pool, { memoryId, operation: 'CreateEvent', token, input }, async (client) => {
        const created = await client.query<EventRow>(
          `insert into agentcore_memory.events
             (memory_id, event_id, actor_id, session_id, event_timestamp, payload, branch, metadata)
           values ($1, $2, $3, $4, to_timestamp($5), $6, $7, $8) returning ${COLUMNS}`,
          [
            memoryId,
            newEventId(event.eventTimestamp),
            event.actorId,
            event.sessionId,
            event.eventTimestamp,
            JSON.stringify(event.payload),
            event.branch ?? null,
            event.metadata ?? null,
          ],
        );
        return { event: describe(memoryId, created.rows[0] as EventRow) };
      });
    },
    get: async (key: EventKey) => ({ event: describe(key.memoryId, await find(key)) }),
    remove: async (key: EventKey) => {
      await find(key);
      await pool.query('delete from agentcore_memory.events where memory_id = $1 and event_id = $2', [
        key.memoryId,
        key.eventId,
      ]);
      return { eventId: key.eventId };
    },
    /** Newest first. */
    list: async (key: Omit<EventKey, 'eventId'>, options: z.output<typeof eventList>) => {
      const offset = offsetOf(options.nextToken);
      const found = await pool.query<EventRow>(
        `select ${COLUMNS} from agentcore_memory.events
          where memory_id = $1 and actor_id = $2 and session_id = $3
          order by event_timestamp desc, event_id desc limit $4 offset $5`,
        [key.memoryId, key.actorId, key.sessionId, options.maxResults + 1, offset],
      );
      const { page, nextToken } = pageOf(found.rows, offset, options.maxResults);
      const events = page.map((row) => describe(key.memoryId, options.includePayloads ? row : { ...row, payload: [] }));
      return { events, nextToken };
    },
    /** Newest session first. */
    sessions: async (memoryId: string, actorId: string, options: z.output<typeof paging>) => {
      const offset = offsetOf(options.nextToken);
      const found = await pool.query<{ session_id: string; at: number }>(
        `select session_id, extract(epoch from min(created_at))::float8 as at from agentcore_memory.events
          where memory_id = $1 and actor_id = $2
          group by session_id order by at desc, session_id limit $3 offset $4`,
        [memoryId, actorId, options.maxResults + 1, offset],
      );
      const { page, nextToken } = pageOf(found.rows, offset, options.maxResults);
      const describeSession = (row: { session_id: string; at: number }) => {
        return { sessionId: row.session_id, actorId, createdAt: row.at };
      };
      return { sessionSummaries: page.map(describeSession), nextToken };
    },
    actors: async (memoryId: string, options: z.output<typeof paging>) => {
      const offset = offsetOf(options.nextToken);
      const found = await pool.query<{ actor_id: string }>(
        `select distinct actor_id from agentcore_memory.events
          where memory_id = $1 order by actor_id limit $2 offset $3`,
        [memoryId, options.maxResults + 1, offset],
      );
      const { page, nextToken } = pageOf(found.rows, offset, options.maxResults);
      return { actorSummaries: page.map((row) => ({ actorId: row.actor_id })), nextToken };
    },
  };
}
