import type pg from 'pg';
import type { z } from 'zod';
import { AwsError } from '../aws-json.ts';
import { offsetOf, pageOf, type recordList, type recordSearch } from './input.ts';

interface RecordRow {
  readonly record_id: string;
  readonly namespace: string;
  readonly strategy_id: string;
  readonly content: string;
  readonly metadata: unknown;
  readonly at: number;
  readonly score?: number;
}

const COLUMNS = `record_id, namespace, strategy_id, content, metadata,
  extract(epoch from created_at)::float8 as at`;

function describe(row: RecordRow) {
  return {
    memoryRecordId: row.record_id,
    content: { text: row.content },
    memoryStrategyId: row.strategy_id,
    namespaces: row.namespace === '' ? [] : [row.namespace],
    createdAt: row.at,
    ...(row.metadata === null ? {} : { metadata: row.metadata }),
    ...(row.score === undefined ? {} : { score: row.score }),
  };
}

type Place = Pick<z.output<typeof recordList>, 'namespace' | 'namespacePath'>;

/** The SQL condition for a place, over parameter `$2`, and that parameter. */
function within({ namespace, namespacePath }: Place): { condition: string; value: string } {
  if (namespacePath === undefined) return { condition: 'starts_with(namespace, $2)', value: namespace ?? '' };
  const value = namespacePath.replace(/\/+$/, '');
  return { condition: "(namespace = $2 or starts_with(namespace, $2 || '/'))", value };
}

/** Reading memory records. What is near a question is judged by words: PostgreSQL's full-text rank. */
export function createRecords(pool: pg.Pool) {
  return {
    get: async (memoryId: string, recordId: string) => {
      const found = await pool.query<RecordRow>(
        `select ${COLUMNS} from agentcore_memory.records where memory_id = $1 and record_id = $2`,
        [memoryId, recordId],
      );
      const row = found.rows[0];
      if (!row) throw new AwsError('ResourceNotFoundException', 'The memory record does not exist.', 404);
      return { memoryRecord: describe(row) };
    },
    remove: async (memoryId: string, memoryRecordId: string) => {
      const removed = await pool.query('delete from agentcore_memory.records where memory_id = $1 and record_id = $2', [
        memoryId,
        memoryRecordId,
      ]);
      if (removed.rowCount === 0) {
        throw new AwsError('ResourceNotFoundException', 'The memory record does not exist.', 404);
      }
      return { memoryRecordId };
    },
    /** Newest first. */
    list: async (memoryId: string, options: z.output<typeof recordList>) => {
      const offset = offsetOf(options.nextToken);
      const { condition, value } = within(options);
      const found = await pool.query<RecordRow>(
        `select ${COLUMNS} from agentcore_memory.records
          where memory_id = $1 and ${condition} and ($3::text is null or strategy_id = $3)
          order by created_at desc, record_id limit $4 offset $5`,
        [memoryId, value, options.memoryStrategyId ?? null, options.maxResults + 1, offset],
      );
      const { page, nextToken } = pageOf(found.rows, offset, options.maxResults);
      return { memoryRecordSummaries: page.map(describe), nextToken };
    },
    /**
     * The `topK` nearest records, best first, scores from 0 to 1. Like a search by vectors it fills up with what is
     * there: records that share no word with the question come last, score 0, newest first.
     */
    search: async (memoryId: string, options: z.output<typeof recordSearch>) => {
      const offset = offsetOf(options.nextToken);
      const { condition, value } = within(options);
      const { searchQuery, topK, memoryStrategyId } = options.searchCriteria;
      const found = await pool.query<RecordRow>(
        `with question as (select replace(plainto_tsquery('english', $4)::text, '&', '|')::tsquery as words)
         select ${COLUMNS}, coalesce(ts_rank(records.words, question.words, 32), 0)::float8 as score
           from agentcore_memory.records, question
          where memory_id = $1 and ${condition} and ($3::text is null or strategy_id = $3)
          order by score desc, created_at desc, record_id limit $5 offset $6`,
        [
          memoryId,
          value,
          memoryStrategyId ?? null,
          searchQuery,
          Math.max(0, Math.min(options.maxResults + 1, topK - offset)),
          offset,
        ],
      );
      const { page, nextToken } = pageOf(found.rows, offset, options.maxResults);
      return { memoryRecordSummaries: page.map(describe), nextToken };
    },
  };
}
