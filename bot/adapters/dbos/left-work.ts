import { DBOS, type DLogger } from '@dbos-inc/dbos-sdk';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import type { InstanceLock } from './instance-lock.ts';

/** The one kind of workflow that waits on a queue until it is due; it has one step, which may be repeated. */
export const JOB = 'duty-job';
const IN_LINE = ['ENQUEUED', 'DELAYED'];
/** A job ends in these states only where the engine failed: what the work itself failed with is noted as its end. */
const BROKEN = ['ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'];
/** What broke longer ago is history: a job of this version would have been begun again by then. */
const BROKEN_MS = 3_600_000;

/** What is left by processes that are gone, or by another version of the bot. */
export interface LeftWork {
  /** Goes on with it. With `atOnce` a process that is away now counts as gone. */
  takeOver(options?: { readonly atOnce?: boolean }): Promise<void>;
}

/**
 * DBOS goes on only with work of its own version, as the recorded steps of another may not fit. Work of another version
 * is begun again from its first step instead, which every workflow here allows: its messages are known to the ledger and
 * its writes may be repeated. Jobs keep their time; those of a kind that this version does not know are left alone.
 */
export function createLeftWork(options: {
  readonly instance: InstanceLock;
  readonly version: string;
  readonly logger: DLogger;
  readonly isKnownJob: (name: string) => boolean;
}): LeftWork {
  const { instance, version, logger, isKnownJob } = options;

  async function unfinished() {
    // By versions, so that a long line of this version's own jobs is not read each time.
    const { rows } = await poolOfEngine().query<Row>(
      `select workflow_uuid as id, name, status, executor_id as owner, application_version as version
       from dbos.workflow_status
       where status = 'PENDING' or (status = any($1) and application_version is distinct from $2)`,
      [IN_LINE, version],
    );
    return rows;
  }

  async function beginAgain(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await DBOS.cancelWorkflow(id);
      await DBOS.rewindWorkflow(id, { startStep: 0, applicationVersion: version });
      logger.info(`took over ${id} of another version`);
    }
  }

  async function takeOverJobs(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const jobs = await DBOS.listWorkflows({ workflowIDs: [...ids], loadOutput: false });
    const known = jobs.filter(({ input }) => isKnownJob(String(input?.[0]))).map(({ workflowID }) => workflowID);
    // DBOS has no way to give a waiting workflow another version and leave its time as it is.
    await poolOfEngine().query(
      `update dbos.workflow_status set application_version = $1 where workflow_uuid = any($2) and status = any($3)`,
      [version, known, IN_LINE],
    );
  }

  async function broken(): Promise<readonly string[]> {
    const { rows } = await poolOfEngine().query<Pick<Row, 'id'>>(
      `select workflow_uuid as id from dbos.workflow_status
       where name = $1 and status = any($2) and application_version = $3 and updated_at > $4`,
      [JOB, BROKEN, version, Date.now() - BROKEN_MS],
    );
    return rows.map(({ id }) => id);
  }

  /** Jobs whose record could not be kept, as with a database that crashed. Their work may be repeated. */
  async function beginBrokenAgain(): Promise<void> {
    if ((await broken()).length === 0) return;
    await instance.alone('begin again', async () => {
      for (const id of await broken()) {
        await DBOS.rewindWorkflow(id, { startStep: 0 });
        logger.info(`began ${id} again, which the engine had broken off`);
      }
    });
  }

  return {
    async takeOver({ atOnce = false } = {}) {
      const rows = await unfinished();
      const owners = rows.flatMap(({ status, owner }) => (status === 'PENDING' && owner !== null ? owner : []));
      const gone = await instance.gone(owners, { atOnce });
      await DBOSExecutor.globalInstance?.recoverPendingWorkflows([...gone]);
      await beginBrokenAgain();
      const others = rows.filter((row) => row.version !== version);
      if (others.length === 0) return;
      const isJobInLine = ({ name, status }: Row) => name === JOB && status !== 'PENDING';
      const isLeft = ({ status, owner }: Row) => status !== 'PENDING' || (owner !== null && gone.includes(owner));
      // Of two instances that look at once one does it.
      await instance.alone('take over', async () => {
        const still = new Set((await unfinished()).filter((row) => row.version !== version).map(({ id }) => id));
        const left = others.filter((row) => still.has(row.id) && isLeft(row));
        await takeOverJobs(left.filter(isJobInLine).map(({ id }) => id));
        await beginAgain(left.filter((row) => !isJobInLine(row)).map(({ id }) => id));
      });
    },
  };
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly owner: string | null;
  readonly version: string | null;
}

function poolOfEngine() {
  const engine = DBOSExecutor.globalInstance;
  if (engine === undefined) throw new Error('the engine is not up');
  return engine.systemDatabase.pool;
}
