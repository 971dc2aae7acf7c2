import {
  BatchCreateMemoryRecordsCommand,
  BedrockAgentCoreClient,
  ListMemoryRecordsCommand,
  ListSessionsCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAgentCoreMemory } from '../../bot/adapters/agentcore/memory.ts';
import type { Actor } from '../../bot/domain/actor.ts';
import { withRedactedWrites } from '../../bot/investigation/redacting.ts';
import { systemClock } from '../../bot/ports/clock.ts';
import type { Memory } from '../../bot/ports/memory.ts';
import { createRedaction } from '../../bot/redaction/redactor.ts';
import { createMemory, type MemoryServer } from '../../infra/local/memory/server.ts';
import { credentials, region } from '../infra/local/stand-in.ts';
import { createFakeMemory } from '../support/fakes/memory.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { memoryContract } from './memory.ts';

describe('the fake', () => {
  memoryContract(() => {
    const memory = createFakeMemory();
    return { memory, prefer: memory.prefer };
  });
});

describe('AgentCore', () => {
  const memoryId = 'test_memory-abcdefghij';
  let postgres: TestPostgres;
  let server: MemoryServer;
  let client: BedrockAgentCoreClient;
  let memory: Memory;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    server = await createMemory({ databaseUrl: await postgres.database(), memoryId, ...credentials });
    const endpoint = await server.app.listen({ port: 0, host: '127.0.0.1' });
    client = new BedrockAgentCoreClient({ region, credentials, endpoint, maxAttempts: 1 });
    memory = withRedactedWrites(
      createAgentCoreMemory({ client, memoryId, clock: systemClock }),
      createRedaction({ emails: false, addresses: 'none' }),
    );
  });
  afterAll(async () => {
    client.destroy();
    await server.app.close();
    await postgres.stop();
  });

  memoryContract(() => ({
    memory,
    // The user-preference strategy of AgentCore writes these from the conversation; here the test does.
    async prefer({ username }, text) {
      const record = {
        requestIdentifier: 'preference',
        namespaces: [`/sre/users/${username}/preferences/`],
        content: { text },
        timestamp: new Date(),
      };
      await client.send(new BatchCreateMemoryRecordsCommand({ memoryId, records: [record] }));
    },
  }));

  test('a person with hundreds of turns and records is forgotten whole', async () => {
    const actor = { teamId: 'T1', slackUserId: 'U9', username: 'slack-t1-u9', displayName: 'U9' } as Actor;
    const many = Array.from({ length: 130 }, (_none, index) => index);
    const at = '2026-01-05T10:00:00.000Z';
    for (const index of many) {
      await memory.record(actor, 'C9-1-1', { role: 'USER', text: `turn ${index}`, at, key: `${index}` });
      await memory.record(actor, `C9-2-${index}`, { role: 'USER', text: 'why?', at, key: `${index}` });
    }
    const records = many.map((index) => ({
      requestIdentifier: `r${index}`,
      namespaces: [`/sre/investigations/${actor.username}/C9-2-${index}/`],
      content: { text: `summary ${index}` },
      timestamp: new Date(),
    }));
    for (const part of [records.slice(0, 100), records.slice(100)]) {
      await client.send(new BatchCreateMemoryRecordsCommand({ memoryId, records: part }));
    }
    await memory.forget(actor);
    const sessions = await client.send(new ListSessionsCommand({ memoryId, actorId: actor.username }));
    const left = await client.send(
      new ListMemoryRecordsCommand({ memoryId, namespace: `/sre/investigations/${actor.username}/` }),
    );
    expect([sessions.sessionSummaries, left.memoryRecordSummaries]).toEqual([[], []]);
  });

  test('failures have their kinds', async () => {
    server.faults.add({ kind: 'throttle', operation: 'RetrieveMemoryRecords', count: 1 });
    await expect(memory.knowledge('service/x', 'y')).rejects.toMatchObject({ kind: 'rate-limited' });
    server.faults.add({ kind: 'fail', operation: 'BatchCreateMemoryRecords', count: 1 });
    await expect(memory.learn('service/x', 'y')).rejects.toMatchObject({ kind: 'unavailable' });
    const elsewhere = createAgentCoreMemory({ client, memoryId: 'other_memory-abcdefghij', clock: systemClock });
    await expect(elsewhere.knowledge('service/x', 'y')).rejects.toMatchObject({ kind: 'not-found' });
    server.faults.add({ kind: 'hang', operation: 'RetrieveMemoryRecords', count: 1 });
    const impatient = memory.knowledge('service/x', 'y', { signal: AbortSignal.timeout(100) });
    await expect(impatient).rejects.toMatchObject({ kind: expect.stringMatching(/cancelled|timeout/) });
  });

  test('a record that the service refuses within an accepted batch is an error', async () => {
    await expect(memory.learn('service/x', '')).rejects.toMatchObject({ kind: 'bad-upstream' });
  });
});
