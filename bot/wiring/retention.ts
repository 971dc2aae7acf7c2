import type { Logger } from 'pino';
import { createSchedules, deleteWorkflows, type Schedules } from '../adapters/dbos/schedules.ts';
import type { Database } from '../adapters/postgres/database.ts';
import { createPersonalData } from '../adapters/postgres/personal-data.ts';
import { deleteOld } from '../adapters/postgres/retention.ts';
import { createForgetting, type Forgetting, type ForgettingDeps } from '../audit/forgetting.ts';

/** Each night at a quiet time of most zones. */
const NIGHTLY = '17 3 * * *';

export interface ComposedRetention {
  readonly forgetting: Forgetting;
  readonly schedules: Schedules;
}

/** Builds what ends the life of records: at a person's wish, and by time. To be made before the engine is launched. */
export function composeRetention(
  parts: Omit<ForgettingDeps, 'personal'> & { readonly database: Pick<Database, 'db'>; readonly log: Logger },
): ComposedRetention {
  const { database, log } = parts;
  const personal = createPersonalData(database.db);
  return {
    forgetting: createForgetting({ ...parts, personal }),
    schedules: createSchedules([
      {
        name: 'retention',
        crontab: NIGHTLY,
        async run() {
          await personal.finish();
          log.info({ gone: await deleteOld(database.db, deleteWorkflows) }, 'what had its time is deleted');
        },
      },
    ]),
  };
}
