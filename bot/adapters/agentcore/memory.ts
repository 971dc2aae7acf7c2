import { createHash } from 'node:crypto';
import {
  BatchCreateMemoryRecordsCommand,
  type BedrockAgentCoreClient,
  CreateEventCommand,
  type MemoryRecordSummary,
  RetrieveMemoryRecordsCommand,
  type ValidationException,
} from '@aws-sdk/client-bedrock-agentcore';
import { withoutName } from '../../domain/attribution.ts';
import { SreError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MemoryRecord, OutsideMemory } from '../../ports/memory.ts';
import { callAws } from '../aws-errors.ts';
import { deleteConversations, deleteRecords, expectAll, listRecords, rewriteRecords } from './forget.ts';
import { componentNamespace, INFRASTRUCTURE, preferencesNamespace, summariesNamespace } from './namespaces.ts';

/** Limits of the AgentCore Memory data plane (BatchCreateMemoryRecords, CreateEvent, RetrieveMemoryRecords). */
const RECORD_TEXT_LIMIT = 16_000;
const EVENT_TEXT_LIMIT = 100_000;
const QUERY_LIMIT = 10_000;
const RECALLED = 10;

/**
 * Memory in AgentCore, under the namespaces of namespaces.ts. Writes carry a client token made from their content, so
 * that a repeated write adds nothing.
 */
export function createAgentCoreMemory(deps: {
  client: BedrockAgentCoreClient;
  memoryId: string;
  clock: Clock;
}): OutsideMemory {
  const { client, memoryId, clock } = deps;

  async function addRecord(action: string, namespace: string, text: string, signal?: AbortSignal) {
    const token = digest(`${namespace}\n${text}`);
    const result = await writeOnce(action, () =>
      client.send(
        new BatchCreateMemoryRecordsCommand({
          memoryId,
          clientToken: token,
          records: [
            {
              requestIdentifier: token,
              namespaces: [namespace],
              content: { text: cut(text, RECORD_TEXT_LIMIT) },
              timestamp: clock.now(),
            },
          ],
        }),
        { abortSignal: signal },
      ),
    );
    if (result !== undefined) expectAll(action, 1, result);
  }

  return {
    async preferences(actor, options = {}) {
      return (await listRecords(deps, preferencesNamespace(actor), options)).map(toRecord);
    },
    async knowledge(component, query, options = {}) {
      const found = await callAws('recall knowledge', () =>
        client.send(
          new RetrieveMemoryRecordsCommand({
            memoryId,
            namespace: componentNamespace(component),
            searchCriteria: { searchQuery: cut(query.trim() || component, QUERY_LIMIT), topK: RECALLED },
          }),
          { abortSignal: options.signal },
        ),
      );
      if (found.memoryRecordSummaries === undefined) {
        throw new SreError('bad-upstream', 'could not recall knowledge: the answer holds no list');
      }
      return withoutRepetition(found.memoryRecordSummaries.map(toRecord));
    },
    learn: (component, text, options = {}) =>
      addRecord('keep knowledge', componentNamespace(component), text, options.signal),
    async record(actor, sessionId, turn) {
      const written = await writeOnce('record a turn', () =>
        client.send(
          new CreateEventCommand({
            memoryId,
            actorId: actor.username,
            sessionId,
            eventTimestamp: new Date(turn.at),
            clientToken: digest(`${actor.username}\n${sessionId}\n${turn.key}`),
            payload: [{ conversational: { content: { text: cut(turn.text, EVENT_TEXT_LIMIT) }, role: turn.role } }],
          }),
        ),
      );
      if (written !== undefined && written.event === undefined) {
        throw new SreError('bad-upstream', 'could not record a turn: the answer holds no event');
      }
    },
    summarize: (actor, sessionId, text) => addRecord('keep a summary', summariesNamespace(actor, sessionId), text),
    async forget(actor) {
      // Conversations first: a strategy makes records of them.
      await deleteConversations(deps, actor.username);
      await deleteRecords(deps, [preferencesNamespace(actor), summariesNamespace(actor)]);
      await rewriteRecords(deps, INFRASTRUCTURE, (text) => withoutName(text, actor.displayName));
    },
  };
}

/** A token used before means that this was written before, at another time; that is what is wanted. */
async function writeOnce<T>(action: string, write: () => Promise<T>): Promise<T | undefined> {
  return callAws(action, async () => {
    try {
      return await write();
    } catch (error) {
      const { name, reason } = error as Partial<ValidationException>;
      if (name === 'ValidationException' && reason === 'IdempotentParameterMismatchException') return undefined;
      throw error;
    }
  });
}

/** A client token is remembered for a time only, so that the same may be written twice over months. */
function withoutRepetition(records: readonly MemoryRecord[]): readonly MemoryRecord[] {
  const texts = new Set<string>();
  return records.filter(({ text }) => !texts.has(text) && texts.add(text));
}

function toRecord(summary: MemoryRecordSummary): MemoryRecord {
  const text = summary.content?.text;
  if (summary.memoryRecordId === undefined || text === undefined) {
    throw new SreError('bad-upstream', 'a memory record came without its id or text');
  }
  return {
    id: summary.memoryRecordId,
    text,
    createdAt: (summary.createdAt ?? new Date(0)).toISOString(),
    ...(summary.score === undefined ? {} : { score: summary.score }),
  };
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
