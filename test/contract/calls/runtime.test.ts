import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createRuntimeExamine } from '../../../bot/adapters/agentcore/runtime-examine.ts';
import { awsClientOptions } from '../../../bot/adapters/aws-client.ts';
import type { SreError } from '../../../bot/domain/errors.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { systemClock } from '../../../bot/ports/clock.ts';
import { createRuntimeApp } from '../../../bot/runtime/app.ts';
import { createRuntimeFront } from '../../../infra/local/runtime/server.ts';
import { answerWith } from '../../bot/adapters/bedrock/bedrock-setup.ts';
import { credentials, region } from '../../infra/local/stand-in.ts';
import { commandsOf, createTroubles, describeCalls } from './table.ts';

const OF_THE_RUNTIME = ['InvokeAgentRuntime', 'StopRuntimeSession'];
const runtimeArn = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:runtime/oncall-abcdefghij';
const actor = {
  teamId: 'T1',
  slackUserId: 'U1',
  username: 'slack-t1-u1',
  email: 'u1@example.com',
  displayName: 'U1',
  roles: ['viewer' as const],
};
const request: InvestigationRequest = {
  id: 'Ev1',
  question: 'cart is slow',
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2031-03-04T10:00:00.000Z',
};
const silent = { progress: () => undefined, findings: () => undefined };
const never = new AbortController().signal;

let container: FastifyInstance;
let front: ReturnType<typeof createRuntimeFront>;
let client: BedrockAgentCoreClient;
let ended: (outcome: SreError | 'stopped') => void = () => undefined;

beforeAll(async () => {
  container = createRuntimeApp({ examine: async () => answerWith(), clock: systemClock });
  const containerUrl = await container.listen({ port: 0, host: '127.0.0.1' });
  front = createRuntimeFront({ runtimeArn, containerUrl, ...credentials });
  front.app.addHook('onResponse', async (incoming, reply) => {
    const isDone = reply.hasHeader('x-amzn-bedrock-agentcore-runtime-session-id');
    if (incoming.url.endsWith('stopruntimesession') && isDone) ended('stopped');
  });
  const endpoint = await front.app.listen({ port: 0, host: '127.0.0.1' });
  client = new BedrockAgentCoreClient({
    ...awsClientOptions(region, { answerMs: 1_500, attempts: 2 }),
    credentials,
    endpoint,
  });
});
afterEach(() => front.faults.clear());
afterAll(async () => {
  client.destroy();
  await front.app.close();
  await container.close();
});

const examine = () =>
  createRuntimeExamine({
    client,
    runtimeArn,
    onCall: async () => undefined,
    onTrouble: (error) => ended(error),
    retry: { attempts: 2, firstPauseMs: 1 },
  })({ actor }, request, silent, never);
/** Ends with the session: the examination does not wait for that. */
async function examineAndStop(): Promise<void> {
  const outcome = new Promise<SreError | 'stopped'>((resolve) => {
    ended = resolve;
  });
  expect(await examine()).toEqual(answerWith());
  const how = await outcome;
  if (how !== 'stopped') throw how;
}

const troubles = createTroubles(() => front.faults);

describeCalls(
  'AgentCore Runtime',
  {
    InvokeAgentRuntime: {
      success: async () => expect(await examine()).toEqual(answerWith()),
      // The SDK's two tries, and one examination more.
      ...troubles('InvokeAgentRuntime', { tries: 4 }, examine),
      // The first stream is lost in its middle: the examination is made again, from its beginning.
      'partial failure': async () => {
        front.faults.add({ kind: 'cut', operation: 'InvokeAgentRuntime', count: 1 });
        expect(await examine()).toEqual(answerWith());
      },
    },
    StopRuntimeSession: {
      success: examineAndStop,
      ...troubles('StopRuntimeSession', { tries: 2 }, examineAndStop),
      // Nobody hears of it: the answer stands all the same.
      'partial failure': async () => {
        front.faults.add({ kind: 'fail', operation: 'StopRuntimeSession', count: 9 });
        expect(await examine()).toEqual(answerWith());
      },
    },
  },
  commandsOf('client-bedrock-agentcore').filter((call) => OF_THE_RUNTIME.includes(call)),
);
