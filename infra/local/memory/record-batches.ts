import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { z } from 'zod';
import { once } from './client-tokens.ts';
import { type batch, changedRecord, check, InvalidInput, newRecord, removedRecord } from './input.ts';

/** How one record of a batch fared. */
interface RecordOutcome {
  readonly memoryRecordId: string;
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly requestIdentifier?: string;
  readonly errorCode?: number;
  readonly errorMessage?: string;
}

/** One record cannot be done; the others of its batch are. */
class RefusedRecord extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

type Batch = z.output<typeof batch>;
type RawRecord = Batch['records'][number];

const asText = (value: unknown) => (typeof value === 'string' ? value : '');

function sorted(outcomes: readonly RecordOutcome[]) {
  return {
    successfulRecords: outcomes.filter((one) => one.status === 'SUCCEEDED'),
    failedRecords: outcomes.filter((one) => one.status === 'FAILED'),
  };
}

function failure(record: RawRecord, error: unknown): RecordOutcome {
  if (!(error instanceof InvalidInput || error instanceof RefusedRecord)) throw error;
  const requestIdentifier = asText(record.requestIdentifier);
  return {
    memoryRecordId: asText(record.memoryRecordId),
    status: 'FAILED',
    ...(requestIdentifier ? { requestIdentifier } : {}),
    errorCode: error instanceof RefusedRecord ? error.code : 400,
    errorMessage: error.message,
  };
}

async function eachRecord(
  records: readonly RawRecord[],
  work: (record: RawRecord) => Promise<RecordOutcome>,
): Promise<ReturnType<typeof sorted>> {
  const outcomes: RecordOutcome[] = [];
  for (const record of records) {
    outcomes.push(await work(record).catch((error: unknown) => failure(record, error)));
  }
  return sorted(outcomes);
}

const absent = () => new RefusedRecord(404, 'The memory record does not exist.');

/** Writing memory records in batches of up to 100. A batch may fail in part: each record's outcome is returned. */
export function createRecordBatches(pool: pg.Pool) {
  return {
    create: (memoryId: string, { records, clientToken: token }: Batch) =>
      once(pool, { memoryId, operation: 'BatchCreateMemoryRecords', token, input: records }, (client) =>
        eachRecord(records, async (raw) => {
          const record = check(newRecord, raw);
          const memoryRecordId = `mem-${randomUUID()}`;
          await client.query(
            `insert into agentcore_memory.records
               (memory_id, record_id, namespace, strategy_id, content, metadata, created_at)
             values ($1, $2, $3, $4, $5, $6, to_timestamp($7))`,
            [
              memoryId,
              memoryRecordId,
              record.namespaces[0] ?? '',
              record.memoryStrategyId ?? 'none',
              record.content.text,
              record.metadata ?? null,
              record.timestamp,
            ],
          );
          return { memoryRecordId, status: 'SUCCEEDED', requestIdentifier: record.requestIdentifier };
        }),
      ),
    update: (memoryId: string, { records }: Batch) =>
      eachRecord(records, async (raw) => {
        const record = check(changedRecord, raw);
        const changed = await pool.query(
          `update agentcore_memory.records set
             content = coalesce($3, content), namespace = coalesce($4, namespace),
             strategy_id = coalesce($5, strategy_id), metadata = coalesce($6, metadata)
           where memory_id = $1 and record_id = $2`,
          [
            memoryId,
            record.memoryRecordId,
            record.content?.text ?? null,
            record.namespaces?.[0] ?? null,
            record.memoryStrategyId ?? null,
            record.metadata ?? null,
          ],
        );
        if (changed.rowCount === 0) throw absent();
        return { memoryRecordId: record.memoryRecordId, status: 'SUCCEEDED' };
      }),
    remove: (memoryId: string, { records }: Batch) =>
      eachRecord(records, async (raw) => {
        const { memoryRecordId } = check(removedRecord, raw);
        const removed = await pool.query(
          'delete from agentcore_memory.records where memory_id = $1 and record_id = $2',
          [memoryId, memoryRecordId],
        );
        if (removed.rowCount === 0) throw absent();
        return { memoryRecordId, status: 'SUCCEEDED' };
      }),
  };
}
