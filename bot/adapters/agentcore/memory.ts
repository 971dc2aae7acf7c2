import { createHash } from 'node:crypto';
import {
  BatchCreateMemoryRecordsCommand,
  type BedrockAgentCoreClient,
  CreateEventCommand,
  ListMemoryRecordsCommand,
  type MemoryRecordSummary,
  RetrieveMemoryRecordsCommand,
  type ValidationException,
} from '@aws-sdk/client-bedrock-agentcore';
import type { Actor } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import type { Component } from '../../domain/target.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Memory, MemoryRecord } from '../../ports/memory.ts';
import { callAws } from '../aws-errors.ts';
import { deleteConversations, deleteRecords } from './forget.ts';

/** Limits of the AgentCore Memory data plane (BatchCreateMemoryRecords, CreateEvent, RetrieveMemoryRecords). */
const RECORD_TEXT_LIMIT = 16_000;
const EVENT_TEXT_LIMIT = 100_000;
const QUERY_LIMIT = 10_000;
const RECALLED = 10;

/**
 * Memory in AgentCore. Every namespace ends with `/`: AgentCore matches by prefix, and without it one person's records
 * would answer for another whose name begins alike. Writes carry a client token made from their content, so that a
 * repeated write adds nothing.
 */
export function createAgentCoreMemory(deps: {
  client: BedrockAgentCoreClient;
  memoryId: string;
  clock: Clock;
}): Memory {
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
    const [failed] = result?.failedRecords ?? [];
    if (failed !== undefined) {
      throw new SreError('bad-upstream', `could not ${action}: refused with code ${failed.errorCode ?? 'unknown'}`, {
        cause: failed,
      });
    }
  }

  return {
    async preferences(actor, options = {}) {
      const found = await callAws('read preferences', () =>
        client.send(
          new ListMemoryRecordsCommand({ memoryId, namespace: preferencesNamespace(actor), maxResults: 100 }),
          { abortSignal: options.signal },
        ),
      );
      return (found.memoryRecordSummaries ?? []).map(toRecord);
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
      return (found.memoryRecordSummaries ?? []).map(toRecord);
    },
    learn: (component, text, options = {}) =>
      addRecord('keep knowledge', componentNamespace(component), text, options.signal),
    async record(actor, sessionId, turn) {
      await writeOnce('record a turn', () =>
        client.send(
          new CreateEventCommand({
            memoryId,
            actorId: actor.username,
            sessionId,
            eventTimestamp: new Date(turn.at),
            clientToken: digest(`${sessionId}\n${turn.key}`),
            payload: [{ conversational: { content: { text: cut(turn.text, EVENT_TEXT_LIMIT) }, role: turn.role } }],
          }),
        ),
      );
    },
    summarize: (actor, sessionId, text) =>
      addRecord('keep a summary', `${summariesNamespace(actor)}${sessionId}/`, text),
    async forget(actor) {
      await deleteRecords(deps, [preferencesNamespace(actor), summariesNamespace(actor)]);
      await deleteConversations(deps, actor.username);
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

function preferencesNamespace(actor: Actor): string {
  return `/sre/users/${namespacePart(actor.username)}/preferences/`;
}

function summariesNamespace(actor: Actor): string {
  return `/sre/investigations/${namespacePart(actor.username)}/`;
}

function componentNamespace(component: Component): string {
  return `/sre/infrastructure/${component.split('/').map(namespacePart).join('/')}/`;
}

/** Namespaces know letters, digits and hyphens; everything else becomes `_` and its hexadecimal bytes, reversibly. */
function namespacePart(name: string): string {
  return name.replace(/[^a-zA-Z0-9-]/gu, (character) => `_${Buffer.from(character).toString('hex')}`);
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
