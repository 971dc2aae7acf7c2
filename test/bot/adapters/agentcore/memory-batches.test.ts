import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { afterEach, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { createAgentCoreMemory } from '../../../../bot/adapters/agentcore/memory.ts';
import type { Actor } from '../../../../bot/domain/actor.ts';
import { systemClock } from '../../../../bot/ports/clock.ts';
import { withoutSecrets } from '../../../../bot/redaction/redactor.ts';
import { credentials, region } from '../../../infra/local/stand-in.ts';

const actor = { teamId: 'T1', slackUserId: 'U1', username: 'slack-t1-u1' } as Actor;
let app: FastifyInstance | undefined;
afterEach(async () => {
  await app?.close();
});

/** An answer of every list that is empty. */
const NOTHING = JSON.stringify({ sessionSummaries: [], events: [], memoryRecordSummaries: [] });

/** A memory that answers what it is told to; `answers` by the last step of the path. */
async function memoryThatAnswers(
  answers: Readonly<Record<string, (body: unknown) => { status?: number; body: string }>>,
) {
  app = fastify({ forceCloseConnections: true });
  app.all('/*', async (request, reply) => {
    const step = request.url.split('?')[0]?.split('/').at(-1) ?? '';
    const { status = 200, body } = answers[step]?.(request.body) ?? { body: NOTHING };
    return reply.code(status).type('application/json').send(body);
  });
  const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
  const client = new BedrockAgentCoreClient({ region, credentials, endpoint, maxAttempts: 1 });
  return createAgentCoreMemory({ client, memoryId: 'memory-0123456789', clock: systemClock });
}

test('a record that a batch refuses in part is a failure, not a silence', async () => {
  const failed = { requestIdentifier: 'r', status: 'FAILED', errorCode: 403, errorMessage: 'not today' };
  const memory = await memoryThatAnswers({
    batchCreate: () => ({ status: 201, body: JSON.stringify({ successfulRecords: [], failedRecords: [failed] }) }),
  });
  await expect(memory.learn('service/cart', withoutSecrets('x'))).rejects.toMatchObject({
    kind: 'bad-upstream',
    message: expect.stringContaining('403'),
  });
});

test('what a batch does not forget is told, and what it does is not asked for twice', async () => {
  const record = { memoryRecordId: `mem-${'a'.repeat(40)}`, content: { text: 'x' }, namespaces: ['/'], createdAt: 1 };
  let left = 1;
  const list = () => ({ body: JSON.stringify({ memoryRecordSummaries: left > 0 ? [record] : [] }) });
  const stubborn = await memoryThatAnswers({
    memoryRecords: list,
    batchDelete: () => ({
      body: JSON.stringify({
        successfulRecords: [],
        failedRecords: [{ memoryRecordId: record.memoryRecordId, status: 'FAILED', errorCode: 500 }],
      }),
    }),
  });
  await expect(stubborn.forget(actor)).rejects.toMatchObject({ kind: 'bad-upstream' });
  await app?.close();
  let deletions = 0;
  const willing = await memoryThatAnswers({
    memoryRecords: list,
    batchDelete: () => {
      deletions += 1;
      const gone = { memoryRecordId: record.memoryRecordId, status: 'FAILED', errorCode: 404 };
      return { body: JSON.stringify({ successfulRecords: [], failedRecords: [gone] }) };
    },
  });
  // The list still shows, both times, what is gone: the second namespace holds it too.
  left = 9;
  await willing.forget(actor);
  expect(deletions).toBe(2);
});

test('a batch of which nothing is said is a failure', async () => {
  const memory = await memoryThatAnswers({ batchCreate: () => ({ status: 201, body: '{}' }) });
  await expect(memory.learn('service/cart', withoutSecrets('x'))).rejects.toMatchObject({ kind: 'bad-upstream' });
});

test.each([
  ['no JSON', { retrieve: () => ({ body: '<html>' }) }, 'bad-upstream'],
  [
    'a record without a text',
    { retrieve: () => ({ body: '{"memoryRecordSummaries":[{"memoryRecordId":"m"}]}' }) },
    'bad-upstream',
  ],
] as const)('an answer with %s is a bad upstream', async (_what, answers, kind) => {
  const memory = await memoryThatAnswers(answers);
  await expect(memory.knowledge('service/cart', 'why')).rejects.toMatchObject({ kind });
});
