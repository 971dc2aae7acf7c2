import {
  BatchDeleteMemoryRecordsCommand,
  BatchUpdateMemoryRecordsCommand,
  type BedrockAgentCoreClient,
  DeleteEventCommand,
  ListEventsCommand,
  ListMemoryRecordsCommand,
  ListSessionsCommand,
  type MemoryRecordOutput,
  type MemoryRecordSummary,
} from '@aws-sdk/client-bedrock-agentcore';
import { SreError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { callAws } from '../aws-errors.ts';

/** AgentCore's largest page and batch. */
const PAGE = 100;
/** Bounds a run against a store whose pages have no end: a hundred thousand things. */
const MOST_PAGES = 1_000;
/** A list may show for a while what is deleted; and a strategy may write while we delete. */
const ROUNDS = 3;
const GONE = 404;

interface Place {
  readonly client: BedrockAgentCoreClient;
  readonly memoryId: string;
}

/**
 * Deletes every record under these namespaces, and looks again until a list holds nothing new. Safe to repeat. Throws
 * SreError `bad-upstream` when some stay.
 */
export async function deleteRecords(place: Place, namespaces: readonly string[]): Promise<void> {
  for (const namespace of namespaces) {
    const deleted = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const listed = await listRecords(place, namespace);
      const ids = listed.flatMap(({ memoryRecordId: id }) => (id === undefined || deleted.has(id) ? [] : [id]));
      if (ids.length === 0) break;
      for (const batch of inBatches(ids)) await deleteBatch(place, batch);
      for (const id of ids) deleted.add(id);
    }
  }
}

async function deleteBatch({ client, memoryId }: Place, ids: readonly string[]): Promise<void> {
  const records = ids.map((memoryRecordId) => ({ memoryRecordId }));
  const answer = await callAws('forget records', () =>
    client.send(new BatchDeleteMemoryRecordsCommand({ memoryId, records })),
  );
  expectAll('forget records', ids.length, answer);
}

/**
 * Writes the texts of the records under a namespace anew where `change` returns another one. Safe to repeat. Throws
 * SreError `bad-upstream` when some stay as they were.
 */
export async function rewriteRecords(
  place: Place & { readonly clock: Clock },
  namespace: string,
  change: (text: string) => string,
): Promise<void> {
  const { client, memoryId } = place;
  const records = (await listRecords(place, namespace)).flatMap(({ memoryRecordId, content }) => {
    const text = content?.text;
    if (memoryRecordId === undefined || text === undefined || change(text) === text) return [];
    return [{ memoryRecordId, timestamp: place.clock.now(), content: { text: change(text) } }];
  });
  for (const batch of inBatches(records)) {
    const answer = await callAws('take a name out of records', () =>
      client.send(new BatchUpdateMemoryRecordsCommand({ memoryId, records: batch })),
    );
    expectAll('take a name out of records', batch.length, answer);
  }
}

/** Deletes the conversations of one actor, turn by turn. Safe to repeat. */
export async function deleteConversations(place: Place, actorId: string): Promise<void> {
  const { client, memoryId } = place;
  const sessions = await allPages('list conversations', async (nextToken) => {
    const page = await client.send(new ListSessionsCommand({ memoryId, actorId, maxResults: PAGE, nextToken }));
    return { items: page.sessionSummaries, nextToken: page.nextToken };
  });
  for (const { sessionId } of sessions) {
    if (sessionId === undefined) continue;
    const deleted = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const turns = await allPages('list turns', async (nextToken) => {
        const list = { memoryId, actorId, sessionId, includePayloads: false, maxResults: PAGE, nextToken };
        const page = await client.send(new ListEventsCommand(list));
        return { items: page.events, nextToken: page.nextToken };
      });
      const ids = turns.flatMap(({ eventId: id }) => (id === undefined || deleted.has(id) ? [] : [id]));
      if (ids.length === 0) break;
      for (const eventId of ids) {
        await deleteTurn(place, { actorId, sessionId, eventId });
        deleted.add(eventId);
      }
    }
  }
}

async function deleteTurn(
  { client, memoryId }: Place,
  turn: { readonly actorId: string; readonly sessionId: string; readonly eventId: string },
): Promise<void> {
  try {
    await callAws('forget a turn', () => client.send(new DeleteEventCommand({ memoryId, ...turn })));
  } catch (error) {
    // Deleted before, perhaps by a try whose answer was lost.
    if (!(error instanceof SreError) || error.kind !== 'not-found') throw error;
  }
}

/** Every record under a namespace. */
export function listRecords(
  { client, memoryId }: Place,
  namespace: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly MemoryRecordSummary[]> {
  return allPages('list records', async (nextToken) => {
    const list = { memoryId, namespace, maxResults: PAGE, nextToken };
    const page = await client.send(new ListMemoryRecordsCommand(list), { abortSignal: options.signal });
    return { items: page.memoryRecordSummaries, nextToken: page.nextToken };
  });
}

async function allPages<T>(
  action: string,
  read: (nextToken: string | undefined) => Promise<{ items: T[] | undefined; nextToken: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let next: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, nextToken } = await callAws(action, () => read(next));
    if (items === undefined) throw new SreError('bad-upstream', `could not ${action}: the answer holds no list`);
    all.push(...items);
    if (nextToken === undefined) return all;
    next = nextToken;
  }
  throw new SreError('bad-upstream', `could not ${action}: no end after ${MOST_PAGES} pages`);
}

/** Throws unless each record of a batch was done, or was gone before: a batch may fail in part, and says so quietly. */
export function expectAll(
  action: string,
  asked: number,
  answer: { readonly successfulRecords?: MemoryRecordOutput[]; readonly failedRecords?: MemoryRecordOutput[] },
): void {
  const failed = answer.failedRecords ?? [];
  const bad = failed.filter(({ errorCode }) => errorCode !== GONE);
  const [first] = bad;
  if (first !== undefined) {
    const which = `${bad.length} of ${asked} refused, the first with code ${first.errorCode ?? 'unknown'}`;
    throw new SreError('bad-upstream', `could not ${action}: ${which}`, { cause: first });
  }
  const told = (answer.successfulRecords?.length ?? 0) + failed.length;
  if (told < asked) throw new SreError('bad-upstream', `could not ${action}: nothing was said of ${asked - told}`);
}

function inBatches<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / PAGE) }, (_none, index) =>
    all.slice(index * PAGE, (index + 1) * PAGE),
  );
}
