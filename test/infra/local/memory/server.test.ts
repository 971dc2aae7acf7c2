import { join } from 'node:path';
import {
  BatchCreateMemoryRecordsCommand,
  BatchDeleteMemoryRecordsCommand,
  BatchUpdateMemoryRecordsCommand,
  BedrockAgentCoreClient,
  CreateEventCommand,
  DeleteEventCommand,
  DeleteMemoryRecordCommand,
  GetEventCommand,
  GetMemoryRecordCommand,
  ListActorsCommand,
  ListEventsCommand,
  ListMemoryRecordsCommand,
  ListSessionsCommand,
  RetrieveMemoryRecordsCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMemory, type MemoryServer } from '../../../../infra/local/memory/server.ts';
import { freePort } from '../../../../infra/local/ports.ts';
import { type LocalPostgres, startPostgres } from '../../../../infra/local/postgres.ts';
import { credentials, region, temporaryFolder } from '../stand-in.ts';

const memoryId = 'a_memory-abcdefghij';
const { folder, remove } = temporaryFolder();
let postgres: LocalPostgres;
let memory: MemoryServer;
let endpoint: string;
let client: BedrockAgentCoreClient;

beforeAll(async () => {
  postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    port: await freePort(),
    password: 'p',
    logFile: join(folder, 'postgres.log'),
  });
  memory = await createMemory({ databaseUrl: postgres.url, memoryId, ...credentials });
  endpoint = await memory.app.listen({ port: 0, host: '127.0.0.1' });
  client = new BedrockAgentCoreClient({ region, credentials, endpoint, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await memory.app.close();
  await postgres.stop();
  remove();
});

const say = (text: string, more: Partial<ConstructorParameters<typeof CreateEventCommand>[0]> = {}) =>
  client.send(
    new CreateEventCommand({
      memoryId,
      actorId: 'T1-U1',
      sessionId: 'talk',
      eventTimestamp: new Date(),
      payload: [{ conversational: { role: 'USER', content: { text } } }],
      ...more,
    }),
  );

const keep = (namespace: string, texts: readonly string[]) =>
  client.send(
    new BatchCreateMemoryRecordsCommand({
      memoryId,
      records: texts.map((text, index) => ({
        requestIdentifier: `r${index}`,
        namespaces: [namespace],
        content: { text },
        timestamp: new Date(1_700_000_000_000 + index * 1000),
      })),
    }),
  );

const invalid = { name: 'ValidationException', reason: 'FieldValidationFailed' };
const absent = { name: 'ResourceNotFoundException' };

describe('events', () => {
  test('come back newest first, in pages, with or without their payload', async () => {
    const sessionId = 'pages';
    for (const [index, text] of ['one', 'two', 'three'].entries()) {
      await say(text, {
        sessionId,
        eventTimestamp: new Date(1_700_000_000_000 + index),
        metadata: { n: { stringValue: text } },
      });
    }
    const list = (more: object) =>
      client.send(new ListEventsCommand({ memoryId, actorId: 'T1-U1', sessionId, ...more }));
    const first = await list({ maxResults: 2 });
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    const all = [...(first.events ?? []), ...(second.events ?? [])];
    expect(all.map((event) => event.payload?.[0]?.conversational?.content?.text)).toEqual(['three', 'two', 'one']);
    expect(all[0]).toMatchObject({ memoryId, sessionId, actorId: 'T1-U1', metadata: { n: { stringValue: 'three' } } });
    expect(all[2]?.eventTimestamp).toEqual(new Date(1_700_000_000_000));
    expect(second.nextToken).toBeUndefined();
    expect((await list({ includePayloads: false })).events?.[0]?.payload).toEqual([]);
    await expect(list({ nextToken: 'foreign' })).rejects.toMatchObject(invalid);
  });

  test('are read and deleted by id, within their own session only', async () => {
    const { event } = await say('kept', { payload: [{ blob: { any: ['document'] } }] });
    const { eventId, sessionId } = event ?? {};
    expect(eventId).toMatch(/^[0-9]+#[0-9a-f]+$/);
    const key = { memoryId, actorId: 'T1-U1', sessionId, eventId };
    expect((await client.send(new GetEventCommand(key))).event?.payload).toEqual([{ blob: { any: ['document'] } }]);
    await expect(client.send(new GetEventCommand({ ...key, actorId: 'T1-U2' }))).rejects.toMatchObject(absent);
    await client.send(new DeleteEventCommand(key));
    await expect(client.send(new GetEventCommand(key))).rejects.toMatchObject(absent);
    await expect(client.send(new DeleteEventCommand(key))).rejects.toMatchObject(absent);
  });

  test('a client token makes one event of several requests, and refuses other contents', async () => {
    const same = { sessionId: 'tokens', clientToken: 'once', eventTimestamp: new Date(1_700_000_000_000) };
    const ids = await Promise.all([say('a', same), say('a', same), say('a', same)]);
    expect(new Set(ids.map(({ event }) => event?.eventId)).size).toBe(1);
    await expect(say('b', same)).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'IdempotentParameterMismatchException',
    });
    const list = await client.send(new ListEventsCommand({ memoryId, actorId: 'T1-U1', sessionId: 'tokens' }));
    expect(list.events).toHaveLength(1);
  });

  test('make sessions and actors', async () => {
    await say('hello', { actorId: 'team/person:x', sessionId: 'first' });
    await say('hello', { actorId: 'team/person:x', sessionId: 'second' });
    const sessions = await client.send(new ListSessionsCommand({ memoryId, actorId: 'team/person:x' }));
    expect(sessions.sessionSummaries?.map((one) => one.sessionId).sort()).toEqual(['first', 'second']);
    const actors = await client.send(new ListActorsCommand({ memoryId }));
    expect(actors.actorSummaries).toContainEqual({ actorId: 'team/person:x' });
  });

  test.each([
    ['a session id with a dot', { sessionId: '1700000000.000100' }, 'sessionId'],
    ['a session id of 101 characters', { sessionId: 's'.repeat(101) }, 'sessionId'],
    ['an actor id of 256 characters', { actorId: 'a'.repeat(256) }, 'actorId'],
    [
      'a text of 100,001 characters',
      { payload: [{ conversational: { role: 'USER', content: { text: 'x'.repeat(100_001) } } }] },
      'payload.0',
    ],
    ['no text', { payload: [{ conversational: { role: 'USER', content: { text: '' } } }] }, 'payload.0'],
    ['101 payloads', { payload: Array.from({ length: 101 }, () => ({ blob: 'x' })) }, 'payload'],
    ['an unknown role', { payload: [{ conversational: { role: 'SYSTEM', content: { text: 'x' } } }] }, 'payload.0'],
    [
      '16 metadata',
      { metadata: Object.fromEntries(Array.from({ length: 16 }, (_one, i) => [`k${i}`, { stringValue: 'v' }])) },
      'metadata',
    ],
  ])('%s is refused, naming the field', async (_name, more, field) => {
    const refused = await say('x', more as object).catch((error: unknown) => error);
    expect(refused).toMatchObject(invalid);
    expect((refused as { fieldList: { name: string }[] }).fieldList[0]?.name).toMatch(new RegExp(`^${field}`));
  });

  test('100,000 characters and a session id of 100 are taken', async () => {
    const payload = [{ conversational: { role: 'USER' as const, content: { text: 'x'.repeat(100_000) } } }];
    await expect(say('', { sessionId: 's'.repeat(100), payload })).resolves.toBeDefined();
  });
});

describe('records', () => {
  test('are found by meaning, best first, within the prefix of the namespace', async () => {
    await keep('/search/service/a/', [
      'Restarting the pods did not help.',
      'The database connection pool was exhausted by a slow query.',
      'Nothing to see.',
    ]);
    await keep('/search/service/ab/', ['database connections of another service']);
    const search = (where: object, searchQuery = 'why are database connections slow?', more: object = {}) =>
      client.send(new RetrieveMemoryRecordsCommand({ memoryId, ...where, searchCriteria: { searchQuery, ...more } }));
    const found = (await search({ namespace: '/search/service/a/' })).memoryRecordSummaries ?? [];
    expect(found.map((one) => one.content?.text)).toEqual([
      'The database connection pool was exhausted by a slow query.',
      'Nothing to see.',
      'Restarting the pods did not help.',
    ]);
    expect(found[0]?.score).toBeGreaterThan(found[1]?.score ?? 1);
    expect(found[0]?.score).toBeLessThanOrEqual(1);
    const count = async (where: object, more?: object) =>
      (await search(where, 'database', more)).memoryRecordSummaries?.length;
    expect(await count({ namespace: '/search/service/a' })).toBe(4);
    expect(await count({ namespacePath: '/search/service/a' })).toBe(3);
    expect(await count({ namespace: '/search/service/a' }, { topK: 2 })).toBe(2);
    expect(await count({ namespace: '/other/' })).toBe(0);
    expect(await count({ namespace: '/search/service/a/' }, { memoryStrategyId: 'other' })).toBe(0);
    await expect(search({})).rejects.toMatchObject(invalid);
    await expect(search({ namespace: '/x/' }, 'x', { topK: 101 })).rejects.toMatchObject(invalid);
    await expect(search({ namespace: '/x/' }, 'q'.repeat(10_001))).rejects.toMatchObject(invalid);
  });

  test('are listed newest first in pages, read and deleted', async () => {
    const { successfulRecords } = await keep('/list/', ['first', 'second', 'third']);
    const list = (more: object) =>
      client.send(new ListMemoryRecordsCommand({ memoryId, namespace: '/list/', ...more }));
    const page = await list({ maxResults: 2 });
    const rest = await list({ maxResults: 2, nextToken: page.nextToken });
    const all = [...(page.memoryRecordSummaries ?? []), ...(rest.memoryRecordSummaries ?? [])];
    expect(all.map((one) => one.content?.text)).toEqual(['third', 'second', 'first']);
    expect(all[2]).toMatchObject({ namespaces: ['/list/'], createdAt: new Date(1_700_000_000_000) });
    const key = { memoryId, memoryRecordId: successfulRecords?.[0]?.memoryRecordId };
    expect(key.memoryRecordId).toMatch(/^mem-[a-zA-Z0-9-_]{36,46}$/);
    const { memoryRecord } = await client.send(new GetMemoryRecordCommand(key));
    expect(memoryRecord?.content?.text).toBe('first');
    await client.send(new DeleteMemoryRecordCommand(key));
    await expect(client.send(new GetMemoryRecordCommand(key))).rejects.toMatchObject(absent);
    await expect(client.send(new DeleteMemoryRecordCommand(key))).rejects.toMatchObject(absent);
  });

  test('a batch may fail in part, record by record', async () => {
    const record = { namespaces: ['/batch/'], timestamp: new Date() };
    const { successfulRecords, failedRecords } = await client.send(
      new BatchCreateMemoryRecordsCommand({
        memoryId,
        records: [
          { ...record, requestIdentifier: 'good', content: { text: 'x'.repeat(16_000) } },
          { ...record, requestIdentifier: 'long', content: { text: 'x'.repeat(16_001) } },
          { ...record, requestIdentifier: 'two-places', content: { text: 'x' }, namespaces: ['/a/', '/b/'] },
        ],
      }),
    );
    expect(successfulRecords?.map((one) => one.requestIdentifier)).toEqual(['good']);
    expect(failedRecords?.map((one) => [one.requestIdentifier, one.status, one.errorCode])).toEqual([
      ['long', 'FAILED', 400],
      ['two-places', 'FAILED', 400],
    ]);
    const memoryRecordId = successfulRecords?.[0]?.memoryRecordId ?? '';
    const missing = `mem-${'0'.repeat(36)}`;
    const timestamp = new Date();
    const updated = await client.send(
      new BatchUpdateMemoryRecordsCommand({
        memoryId,
        records: [
          { memoryRecordId, timestamp, content: { text: 'changed' } },
          { memoryRecordId: missing, timestamp, content: { text: 'changed' } },
        ],
      }),
    );
    expect(updated.successfulRecords).toHaveLength(1);
    expect(updated.failedRecords?.[0]).toMatchObject({ memoryRecordId: missing, errorCode: 404 });
    const read = await client.send(new GetMemoryRecordCommand({ memoryId, memoryRecordId }));
    expect(read.memoryRecord).toMatchObject({ content: { text: 'changed' }, namespaces: ['/batch/'] });
    const removed = await client.send(
      new BatchDeleteMemoryRecordsCommand({ memoryId, records: [{ memoryRecordId }, { memoryRecordId: missing }] }),
    );
    expect(removed.successfulRecords?.map((one) => one.memoryRecordId)).toEqual([memoryRecordId]);
    expect(removed.failedRecords?.map((one) => one.memoryRecordId)).toEqual([missing]);
    await expect(
      keep(
        '/batch/',
        Array.from({ length: 101 }, () => 'x'),
      ),
    ).rejects.toMatchObject(invalid);
  });
});

test('refuses another memory, another key and a forged signature', async () => {
  const other = new ListActorsCommand({ memoryId: 'other_one-abcdefghij' });
  await expect(client.send(other)).rejects.toMatchObject(absent);
  const as = (key: typeof credentials) =>
    new BedrockAgentCoreClient({ region, credentials: key, endpoint, maxAttempts: 1 }).send(
      new ListSessionsCommand({ memoryId, actorId: 'team/person:x' }),
    );
  await expect(as({ ...credentials, accessKeyId: 'AKIAOTHER' })).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  await expect(as({ ...credentials, secretAccessKey: 'other' })).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  });
});

test('faults: throttled, broken, hanging until the caller gives up', async () => {
  for (const kind of ['throttle', 'fail', 'hang'] as const)
    memory.faults.add({ kind, operation: 'ListActors', count: 1 });
  const list = (options?: { abortSignal: AbortSignal }) => client.send(new ListActorsCommand({ memoryId }), options);
  await expect(list()).rejects.toMatchObject({ name: 'ThrottledException' });
  await expect(list()).rejects.toMatchObject({ name: 'ServiceException' });
  await expect(list({ abortSignal: AbortSignal.timeout(200) })).rejects.toMatchObject({ name: 'AbortError' });
  await expect(list()).resolves.toBeDefined();
});

test('what is kept outlives the server', async () => {
  await say('durable', { sessionId: 'durable' });
  const again = await createMemory({ databaseUrl: postgres.url, memoryId, ...credentials });
  const other = new BedrockAgentCoreClient({
    region,
    credentials,
    endpoint: await again.app.listen({ port: 0, host: '127.0.0.1' }),
  });
  const list = await other.send(new ListEventsCommand({ memoryId, actorId: 'T1-U1', sessionId: 'durable' }));
  expect(list.events).toHaveLength(1);
  other.destroy();
  await again.app.close();
});
