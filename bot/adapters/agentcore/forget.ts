import {
  BatchDeleteMemoryRecordsCommand,
  type BedrockAgentCoreClient,
  DeleteEventCommand,
  ListEventsCommand,
  ListMemoryRecordsCommand,
  ListSessionsCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { SreError } from '../../domain/errors.ts';
import { callAws } from '../aws-errors.ts';

/** AgentCore's largest page and batch. */
const PAGE = 100;
/** Bounds a run against a store that never gets empty. */
const MOST_ROUNDS = 50;

interface Place {
  readonly client: BedrockAgentCoreClient;
  readonly memoryId: string;
}

/** Deletes every record under these namespaces, page by page. Throws SreError `bad-upstream` when some stay. */
export async function deleteRecords({ client, memoryId }: Place, namespaces: readonly string[]): Promise<void> {
  for (const namespace of namespaces) {
    for (let round = 0; ; round += 1) {
      const listed = await callAws('list what to forget', () =>
        client.send(new ListMemoryRecordsCommand({ memoryId, namespace, maxResults: PAGE })),
      );
      const records = (listed.memoryRecordSummaries ?? []).map(({ memoryRecordId }) => ({ memoryRecordId }));
      if (records.length === 0) break;
      const deleted = await callAws('forget records', () =>
        client.send(new BatchDeleteMemoryRecordsCommand({ memoryId, records })),
      );
      if ((deleted.failedRecords ?? []).length > 0 || round >= MOST_ROUNDS) {
        throw new SreError('bad-upstream', 'some memory records could not be deleted');
      }
    }
  }
}

/** Deletes the conversations of one actor, turn by turn. */
export async function deleteConversations({ client, memoryId }: Place, actorId: string): Promise<void> {
  const sessions: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await callAws('list conversations', () =>
      client.send(new ListSessionsCommand({ memoryId, actorId, maxResults: PAGE, nextToken })),
    );
    sessions.push(...(page.sessionSummaries ?? []).flatMap(({ sessionId }) => sessionId ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && sessions.length < PAGE * MOST_ROUNDS);
  for (const sessionId of sessions) {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const turns = await callAws('list turns', () =>
        client.send(new ListEventsCommand({ memoryId, actorId, sessionId, maxResults: PAGE })),
      );
      const ids = (turns.events ?? []).flatMap(({ eventId }) => eventId ?? []);
      if (ids.length === 0) break;
      for (const eventId of ids) {
        await callAws('forget a turn', () =>
          client.send(new DeleteEventCommand({ memoryId, actorId, sessionId, eventId })),
        );
      }
    }
  }
}
