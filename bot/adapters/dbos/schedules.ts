import { DBOS } from '@dbos-inc/dbos-sdk';
import type { DurableSteps } from '../../ports/durable-steps.ts';
import { createRecordedSteps, handBackEngineErrors } from './recorded-step.ts';

/** How long the work of one time is tried again, in seconds. */
const PATIENCE_SECONDS = 3_600;

export interface Schedules {
  /** To be called once the engine is launched. */
  launch(): Promise<void>;
}

export interface Scheduled {
  /** Of the schedule, the same in every version. */
  readonly name: string;
  /** When it is done, as in a crontab, UTC. */
  readonly crontab: string;
  /** Safe to repeat. */
  readonly run: () => Promise<void>;
}

/**
 * Work at fixed times as scheduled workflows of DBOS: of all processes one does it, and another goes on where that one
 * dies. To be made before the engine is launched.
 */
export function createSchedules(scheduled: readonly Scheduled[]): Schedules {
  const steps: DurableSteps = createRecordedSteps({ begun: false });
  const schedules = scheduled.map(({ name, crontab, run }) => ({
    scheduleName: name,
    schedule: crontab,
    workflowFn: DBOS.registerWorkflow(
      (_at: Date, _context: unknown) =>
        handBackEngineErrors(() => steps.run(name, () => run(), { patienceSeconds: PATIENCE_SECONDS })),
      { name: `scheduled-${name}` },
    ),
  }));
  return { launch: () => DBOS.applySchedules(schedules) };
}

/** Deletes ended workflows with all that belongs to them. */
export async function deleteWorkflows(ids: readonly string[]): Promise<void> {
  await DBOS.deleteWorkflows([...ids]);
}
