import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { createAlertInbox } from '../adapters/postgres/alert-inbox.ts';
import type { Database } from '../adapters/postgres/database.ts';
import type { DutyTables } from '../adapters/postgres/duty-tables.ts';
import { createRecordStore } from '../adapters/postgres/record-store.ts';
import type { Presence } from '../domain/absence.ts';
import type { DutyConfig } from '../duty/environment.ts';
import { createHeartbeat } from '../duty/heartbeat.ts';
import { createPresence } from '../duty/presence.ts';
import type { Clock } from '../ports/clock.ts';
import type { MessageLedger } from '../ports/message-ledger.ts';
import type { Metrics } from '../server/metrics.ts';
import type { Readiness } from '../server/readiness.ts';
import { type Repeated, repeatedly } from '../server/repeatedly.ts';
import { createSlackBoard } from '../slack/board.ts';
import { createTeamId } from '../slack/team.ts';

/** A gap of a few of these is none yet. */
const PRESENCE_MS = 20_000;
/** Monitors are set up in minutes. */
const HEARTBEAT_MS = 60_000;
/** Without these the bot can neither hear nor answer; without the gateway it can say that it sees nothing. */
const NEEDED = ['start', 'database', 'slack'];

/** Signs of life: to a monitor outside, to the counts that alarms watch, and to the other bots. */
export function composePresence(parts: {
  readonly config: Pick<DutyConfig, 'alertChannel' | 'heartbeat'>;
  readonly database: Pick<Database, 'db'>;
  readonly ledger: MessageLedger;
  readonly client: webApi.WebClient;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Pick<Metrics, 'beat'>;
  readonly clock: Clock;
  readonly log: Logger;
}): Repeated {
  const { config, client, log } = parts;
  const db = parts.database.db.withTables<DutyTables>();
  const onError = (error: unknown) => log.warn({ err: error }, 'a sign of life was not given');
  const heartbeat = createHeartbeat({
    isWell: async () => {
      const { checks } = await parts.readiness();
      return NEEDED.every((name) => checks[name] === 'ok');
    },
    ...(config.heartbeat && { monitor: config.heartbeat }),
    onBeat: parts.metrics.beat,
    log,
  });
  const presence =
    config.alertChannel === undefined
      ? undefined
      : createPresence({
          records: createRecordStore<Presence>(db, 'presence'),
          inbox: createAlertInbox(db),
          board: createSlackBoard({ client, ledger: parts.ledger }),
          teamId: createTeamId(client),
          channel: config.alertChannel,
          clock: parts.clock,
          log,
        });
  const beat = async () => presence?.beat();
  const repeated = [repeatedly(PRESENCE_MS, beat, onError), repeatedly(HEARTBEAT_MS, heartbeat, onError)];
  return {
    start() {
      beat().catch(onError);
      heartbeat().catch(onError);
      for (const one of repeated) one.start();
    },
    stop() {
      for (const one of repeated) one.stop();
    },
  };
}
