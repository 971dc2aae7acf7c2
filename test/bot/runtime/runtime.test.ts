import { setTimeout as sleep } from 'node:timers/promises';
import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { createRuntimeExamine } from '../../../bot/adapters/agentcore/runtime-examine.ts';
import type { Actor } from '../../../bot/domain/actor.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import type { ToolGateway } from '../../../bot/ports/tool-gateway.ts';
import { createRuntimeApp, type ExamineFor } from '../../../bot/runtime/app.ts';
import { withToldCalls } from '../../../bot/runtime/told-calls.ts';
import { createRuntimeFront } from '../../../infra/local/runtime/server.ts';
import { credentials, region } from '../../infra/local/stand-in.ts';
import { waitFor } from '../../support/wait-for.ts';
import { answerWith } from '../adapters/bedrock/bedrock-setup.ts';

const runtimeArn = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:runtime/oncall-abcdefghij';
const actor: Actor = {
  teamId: 'T1',
  slackUserId: 'U1',
  username: 'slack-t1-u1',
  email: 'u1@example.com',
  displayName: 'U1',
  roles: ['viewer'],
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

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});
async function listen(app: FastifyInstance): Promise<string> {
  open.push(app);
  return app.listen({ port: 0, host: '127.0.0.1' });
}

let now = new Date('2031-03-04T10:00:00Z');
const appWith = (examine: ExamineFor) => createRuntimeApp({ examine, clock: { now: () => now }, beatMs: 20 });

/** Calls that were kept, and what goes wrong with it. */
let kept: unknown[] = [];
let refusal: SreError | undefined;
const onCall = async (...call: unknown[]) => {
  await sleep(5);
  if (refusal !== undefined) throw refusal;
  kept.push(call);
};
beforeEach(() => {
  kept = [];
  refusal = undefined;
});

async function remote(examine: ExamineFor, keys = credentials) {
  const containerUrl = await listen(appWith(examine));
  return remoteTo(containerUrl, keys);
}
async function remoteTo(containerUrl: string, keys = credentials, arn = runtimeArn) {
  const front = createRuntimeFront({ runtimeArn, containerUrl, ...credentials });
  const endpoint = await listen(front.app);
  const client = new BedrockAgentCoreClient({ region, endpoint, credentials: keys, maxAttempts: 1 });
  return {
    examine: createRuntimeExamine({ client, runtimeArn: arn, onCall, retry: { attempts: 2, firstPauseMs: 1 } }),
    faults: front.faults,
  };
}

test('an invocation answers with JSON', async () => {
  const app = appWith(async (who, what) => ({ ...answerWith(), reasons: [`${what.question} for ${who.username}`] }));
  const response = await app.inject({ method: 'POST', url: '/invocations', payload: { actor, request } });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    answer: { ...answerWith(), reasons: ['cart is slow for slack-t1-u1'] },
    calls: [],
  });
});

test('or with server-sent events, which beat while nothing is to be said', async () => {
  const app = appWith(async (_who, _what, on) => {
    await on.progress([{ source: 'logs', state: 'reading', note: 'reading' }]);
    await sleep(60);
    return answerWith();
  });
  const headers = { accept: 'text/event-stream' };
  const { body } = await app.inject({ method: 'POST', url: '/invocations', headers, payload: { actor, request } });
  expect(body.match(/^event: .*/gm)).toEqual(['event: progress', 'event: answer']);
  expect(body).toContain(': at work');
});

test('the ping says whether it is busy, and since when', async () => {
  let finish: (() => void) | undefined;
  const app = appWith(async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return answerWith();
  });
  const ping = async () => (await app.inject('/ping')).json();
  expect(await ping()).toEqual({ status: 'Healthy', time_of_last_update: now.getTime() / 1_000 });
  now = new Date(now.getTime() + 60_000);
  const running = app.inject({ method: 'POST', url: '/invocations', payload: { actor, request } });
  while (finish === undefined) await sleep(5);
  expect(await ping()).toEqual({ status: 'HealthyBusy', time_of_last_update: now.getTime() / 1_000 });
  finish();
  await running;
  expect(await ping()).toMatchObject({ status: 'Healthy' });
});

test.each([
  ['no JSON', 'x{'],
  ['no actor', JSON.stringify({ request })],
  ['a role that does not exist', JSON.stringify({ request, actor: { ...actor, roles: ['root'] } })],
  ['a window without end', JSON.stringify({ actor, request: { ...request, sinceSeconds: 1e9 } })],
])('an invocation with %s is refused', async (_what, payload) => {
  const headers = { 'content-type': 'application/json' };
  const response = await appWith(async () => answerWith()).inject({
    method: 'POST',
    url: '/invocations',
    headers,
    payload,
  });
  expect(response.statusCode).toBe(400);
  expect(response.json().error.kind).toBe('invalid-input');
});

test('a failure is told in our words only', async () => {
  const app = appWith(async () => {
    throw new SreError('unavailable', 'connect ECONNREFUSED with key abc');
  });
  const response = await app.inject({ method: 'POST', url: '/invocations', payload: { actor, request } });
  expect([response.statusCode, response.body]).toEqual([503, expect.not.stringContaining('abc')]);
});

test('the bot gets progress, findings and the answer through InvokeAgentRuntime', async () => {
  const { examine } = await remote(async (_who, _what, on) => {
    await on.progress([{ source: 'logs', state: 'done', note: '3 services' }]);
    await on.findings('logs', [
      { analyzer: 'a', component: 'service/cart', statement: 'line\n\nevent: answer', strength: 1, evidence: [] },
    ]);
    return answerWith();
  });
  const heard: unknown[] = [];
  const on = {
    progress: (sources: unknown) => void heard.push(sources),
    findings: (key: string, findings: readonly { statement: string }[]) =>
      void heard.push([key, findings[0]?.statement]),
  };
  expect(await examine({ actor }, request, on, never)).toEqual(answerWith());
  expect(heard).toEqual([[{ source: 'logs', state: 'done', note: '3 services' }], ['logs', 'line\n\nevent: answer']]);
});

const CALLS = [
  { tool: 'logs___summarize_logs', args: { service: 'cart', from: '2031-03-04T09:00:00Z' } },
  { tool: 'kubernetes___list_objects', args: {} },
] as const;

test('calls of tools in the runtime are kept for the person before what follows from them is told', async () => {
  const { examine } = await remote(async (_who, _what, on) => {
    for (const call of CALLS) on.called(call);
    await on.progress([{ source: 'logs', state: 'done', note: '3 services' }]);
    on.called(CALLS[0]);
    return answerWith();
  });
  const atProgress: number[] = [];
  const on = { ...silent, progress: () => void atProgress.push(kept.length) };
  expect(await examine({ actor }, request, on, never)).toEqual(answerWith());
  expect(atProgress).toEqual([2]);
  expect(kept).toEqual([...CALLS, CALLS[0]].map(({ tool, args }) => [actor, tool, args]));
});

test('where a call cannot be kept there is no answer', async () => {
  refusal = new SreError('unavailable', 'the audit could not be kept');
  const { examine } = await remote(async (_who, _what, on) => {
    on.called(CALLS[0]);
    return answerWith();
  });
  await expect(examine({ actor }, request, silent, never)).rejects.toMatchObject({ kind: 'unavailable' });
});

test('a call that hangs is told all the same, and one that is told is made', async () => {
  const made: string[] = [];
  const told: unknown[] = [];
  const plain = {
    call: async (tool: string) => {
      made.push(`${told.length} ${tool}`);
      return 'rows';
    },
  } as unknown as ToolGateway;
  const gateway = withToldCalls(plain, (call) => told.push(call));
  expect(await gateway.call(CALLS[0].tool, CALLS[0].args)).toBe('rows');
  expect([told, made]).toEqual([[CALLS[0]], ['1 logs___summarize_logs']]);
});

test.each([
  ['forbidden', 'forbidden'],
  ['timeout', 'timeout'],
] as const)('a failure in the runtime keeps its kind: %s', async (kind, expected) => {
  const { examine } = await remote(async () => {
    throw new SreError(kind, 'inside');
  });
  await expect(examine({ actor }, request, silent, never)).rejects.toMatchObject({ kind: expected });
});

test('throttling, a broken service, wrong keys and an unknown runtime are told apart', async () => {
  const { examine, faults } = await remote(async () => answerWith());
  faults.add({ kind: 'throttle', operation: 'InvokeAgentRuntime', count: 2 });
  await expect(examine({ actor }, request, silent, never)).rejects.toMatchObject({ kind: 'rate-limited' });
  faults.add({ kind: 'fail', operation: 'InvokeAgentRuntime', count: 2 });
  await expect(examine({ actor }, request, silent, never)).rejects.toMatchObject({ kind: 'unavailable' });
  const other = await remoteTo('http://127.0.0.1:9', { ...credentials, secretAccessKey: 'another' });
  await expect(other.examine({ actor }, request, silent, never)).rejects.toMatchObject({ kind: 'forbidden' });
  const unknown = await remoteTo('http://127.0.0.1:9', credentials, `${runtimeArn}x`);
  await expect(unknown.examine({ actor }, request, silent, never)).rejects.toMatchObject({ kind: 'not-found' });
});

test('a stop ends the call and the work in the runtime', async () => {
  let ended = false;
  const { examine } = await remote(
    (_who, _what, _on, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          ended = true;
          reject(new SreError('cancelled', 'gone'));
        });
      }),
  );
  await expect(examine({ actor }, request, silent, AbortSignal.timeout(150))).rejects.toMatchObject({
    kind: 'cancelled',
  });
  await waitFor(() => ended);
});

test.each([
  ['no answer at the end', 'event: progress\ndata: {"sources":[]}\n\n'],
  ['an answer of another shape', 'event: answer\ndata: {"answer":{"verdict":7}}\n\n'],
  ['a call of another shape', 'event: call\ndata: {"tool":7}\n\n'],
  ['no JSON', 'event: answer\ndata: {"answer"\n\n'],
])('a runtime that sends %s is a bad upstream', async (_what, body) => {
  const app = fastify();
  app.post('/invocations', (_request, reply) => reply.type('text/event-stream').send(body));
  const { examine } = await remoteTo(await listen(app));
  await expect(examine({ actor }, request, silent, never)).rejects.toMatchObject({ kind: 'bad-upstream' });
});
