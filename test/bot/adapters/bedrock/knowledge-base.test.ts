import { BedrockAgentRuntimeClient, RerankCommand, RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { afterEach, expect, test } from '@jest/globals';
import { createKnowledgeBase, type KnowledgeBaseOptions } from '../../../../bot/adapters/bedrock/knowledge-base.ts';
import { createRedaction } from '../../../../bot/redaction/redactor.ts';
import type { ScriptedKnowledge } from '../../../../infra/local/bedrock/knowledge.ts';
import { createBedrock } from '../../../../infra/local/bedrock/server.ts';
import { credentials, region } from '../../../infra/local/stand-in.ts';

const ID = 'KB12345678';
const RERANK = 'arn:aws:bedrock:eu-central-1::foundation-model/vendor.rerank-v1:0';
const signal = new AbortController().signal;

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

const passage = (name: string, text: string, score?: number) => ({
  content: { type: 'TEXT', text },
  location: { type: 'S3', s3Location: { uri: `s3://books/${name}` } },
  ...(score !== undefined && { score }),
});
const THREE = [
  passage('disk-full.md', '# The disk is full\n\nDelete old logs.', 0.41),
  passage('db-pool.md', '# Connection pool exhausted\n\nRaise the pool.', 0.83),
  passage('restart_all.txt', 'Restart everything.', 0.2),
];

async function start(knowledge: Partial<ScriptedKnowledge> = {}, changes: Partial<KnowledgeBaseOptions> = {}) {
  const server = createBedrock({
    ...credentials,
    script: () => [],
    knowledge: { id: ID, retrieve: () => ({ retrievalResults: THREE }), ...knowledge },
  });
  const endpoint = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const clients: BedrockAgentRuntimeClient[] = [];
  const client = (systemClockOffset = 0) => {
    const made = new BedrockAgentRuntimeClient({ region, endpoint, credentials, maxAttempts: 1, systemClockOffset });
    clients.push(made);
    return made;
  };
  stop = async () => {
    for (const each of clients) each.destroy();
    await server.app.close();
  };
  const base = createKnowledgeBase({
    client: client(),
    knowledgeBaseId: ID,
    redaction: createRedaction({ emails: true, addresses: 'public' }),
    retry: { firstPauseMs: 1 },
    ...changes,
  });
  return { server, base, client, search: (words = 'pool of seats exhausted') => base.search(words, { signal }) };
}

test('what is found comes best first, with its title, its place and its score', async () => {
  const { search, server } = await start();
  expect(await search()).toEqual({
    matches: [
      {
        id: 's3://books/db-pool.md',
        title: 'Connection pool exhausted',
        score: 0.83,
        excerpt: 'Raise the pool.',
        knowledgeBase: true,
      },
      {
        id: 's3://books/disk-full.md',
        title: 'The disk is full',
        score: 0.41,
        excerpt: 'Delete old logs.',
        knowledgeBase: true,
      },
      {
        id: 's3://books/restart_all.txt',
        title: 'restart all',
        score: 0.2,
        excerpt: 'Restart everything.',
        knowledgeBase: true,
      },
    ],
  });
  expect(server.knowledge.retrieved).toEqual([
    {
      retrievalQuery: { text: 'pool of seats exhausted' },
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 5 } },
    },
  ]);
  expect(server.knowledge.ranked).toEqual([]);
});

test('a rerank model has the last word on order and score', async () => {
  const { search, server } = await start(
    {
      rerank: () => ({
        results: [
          { index: 2, relevanceScore: 0.97 },
          { index: 0, relevanceScore: 0.5 },
        ],
      }),
    },
    { rerankModelArn: RERANK },
  );
  expect((await search()).matches.map(({ title, score }) => [title, score])).toEqual([
    ['restart all', 0.97],
    ['Connection pool exhausted', 0.5],
  ]);
  expect(server.knowledge.retrieved[0]?.retrievalConfiguration?.vectorSearchConfiguration.numberOfResults).toBe(20);
  expect(server.knowledge.ranked[0]?.sources.map((one) => one.inlineDocumentSource.textDocument.text)[0]).toContain(
    'Connection pool exhausted',
  );
});

test.each([
  ['throttled', 'throttle', /Too many requests/],
  ['broken', 'fail', /cannot be reached/],
  ['silent', 'hang', /too long/],
] as const)('a rerank model that is %s costs the order only, and that is said', async (_what, kind, words) => {
  const { search, server } = await start({}, { rerankModelArn: RERANK, timeoutMs: 300 });
  server.faults.add({ kind, operation: 'Rerank', count: 2 });
  const { matches, trouble } = await search();
  expect(matches.map(({ score }) => score)).toEqual([0.83, 0.41, 0.2]);
  expect(trouble).toMatch(words);
});

test.each([
  ['an index that was not given', { results: [{ index: 9, relevanceScore: 0.5 }] }],
  ['no score', { results: [{ index: 0 }] }],
  ['no list', {}],
  ['no JSON', 'not json'],
])('a rerank model that answers %s costs the order only', async (_what, answer) => {
  const { search } = await start({ rerank: () => answer }, { rerankModelArn: RERANK });
  expect(await search()).toMatchObject({ matches: { length: 3 }, trouble: expect.stringContaining('no sense') });
});

test('throttling and a broken moment are tried again', async () => {
  const { search, server } = await start();
  server.faults.add({ kind: 'throttle', operation: 'Retrieve', count: 1 });
  expect((await search()).matches).toHaveLength(3);
  server.faults.add({ kind: 'fail', operation: 'Retrieve', count: 1 });
  expect((await search()).matches).toHaveLength(3);
});

test.each([
  ['throttle', 'rate-limited'],
  ['fail', 'unavailable'],
  ['hang', 'timeout'],
] as const)('one that goes on to %s is told apart', async (kind, error) => {
  const { search, server } = await start({}, { timeoutMs: 300 });
  server.faults.add({ kind, operation: 'Retrieve', count: 2 });
  await expect(search()).rejects.toMatchObject({ name: 'SreError', kind: error });
});

test('a stop ends a search that hangs', async () => {
  const { base, server } = await start();
  server.faults.add({ kind: 'hang', operation: 'Retrieve', count: 1 });
  const person = new AbortController();
  const searching = base.search('pool', { signal: person.signal });
  person.abort();
  await expect(searching).rejects.toThrow();
});

test('a signature that has expired, another Knowledge Base and a service that is away are told apart', async () => {
  const { search, client, server } = await start();
  const other = (changes: Partial<KnowledgeBaseOptions>) =>
    createKnowledgeBase({
      client: client(),
      knowledgeBaseId: ID,
      redaction: createRedaction({ emails: true, addresses: 'public' }),
      retry: { firstPauseMs: 1 },
      ...changes,
    }).search('pool', { signal });
  await expect(other({ client: client(-3_600_000) })).rejects.toMatchObject({ kind: 'unauthenticated' });
  await expect(other({ knowledgeBaseId: 'OTHER' })).rejects.toMatchObject({ kind: 'not-found' });
  await server.app.close();
  await expect(search()).rejects.toMatchObject({ kind: 'unavailable' });
});

test('nothing found, pictures, missing scores and places, and more pages are all taken as they are', async () => {
  const odd = [
    { content: { type: 'IMAGE', byteContent: 'data:image/png;base64,AA' } },
    { content: { text: '  ' }, score: 0.9 },
    { content: { text: 'No title at all.' } },
    passage('guide.md', 'First part.', 7),
    passage('guide.md', 'Second part.', Number.MIN_VALUE),
    { ...passage('x.md', 'Body'), metadata: { title: 'Given title' }, score: 0.1 },
  ];
  const answers: object[] = [{ retrievalResults: [] }, { retrievalResults: odd, nextToken: 'more' }];
  const { search } = await start({ retrieve: () => answers.shift() ?? {} });
  expect(await search()).toEqual({ matches: [] });
  expect((await search()).matches.map(({ title, score }) => [title, score])).toEqual([
    ['guide', 1],
    ['Given title', 0.1],
    ['A passage', 0],
  ]);
  expect((await search('')).matches).toEqual([]);
});

test.each([
  ['no list', {}],
  ['no JSON', '<html>'],
  ['half a JSON', '{"retrievalResults": ['],
])('an answer with %s is no answer', async (_what, answer) => {
  const { search } = await start({ retrieve: () => answer });
  await expect(search()).rejects.toMatchObject({ kind: 'bad-upstream' });
});

test('long texts are cut, and no secret is asked for', async () => {
  const { search, server } = await start({
    retrieve: () => ({ retrievalResults: [passage('a.md', 'x'.repeat(30_000), 1)] }),
  });
  const secret = `Zq7${'kmWx3'.repeat(4)}`;
  const { matches } = await search(`password=${secret} ${'long '.repeat(600)}`);
  expect(matches[0]?.excerpt.length).toBeLessThanOrEqual(700);
  const text = server.knowledge.retrieved[0]?.retrievalQuery.text ?? '';
  expect([text.includes(secret), text.length <= 1_000]).toEqual([false, true]);
});

test('the stand-in refuses what the service refuses', async () => {
  const { client } = await start();
  const retrieve = (input: object) => client().send(new RetrieveCommand(input as never));
  const text = (length: number) => ({ retrievalQuery: { text: 'x'.repeat(length) }, knowledgeBaseId: ID });
  await expect(retrieve(text(20_001))).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(retrieve({ ...text(3), knowledgeBaseId: 'not-an-id' })).rejects.toMatchObject({
    name: 'ValidationException',
  });
  const results = (numberOfResults: number) => ({ vectorSearchConfiguration: { numberOfResults } });
  await expect(retrieve({ ...text(3), retrievalConfiguration: results(101) })).rejects.toThrow(/numberOfResults/);
  const rank = (modelArn: string, numberOfResults: number) =>
    client().send(
      new RerankCommand({
        queries: [{ type: 'TEXT', textQuery: { text: 'a' } }],
        sources: [{ type: 'INLINE', inlineDocumentSource: { type: 'TEXT', textDocument: { text: 'b' } } }],
        rerankingConfiguration: {
          type: 'BEDROCK_RERANKING_MODEL',
          bedrockRerankingConfiguration: { numberOfResults, modelConfiguration: { modelArn } },
        },
      }),
    );
  await expect(rank('vendor.rerank', 1)).rejects.toThrow(/modelArn/);
  await expect(rank(RERANK, 2)).rejects.toThrow(/numberOfResults/);
});
