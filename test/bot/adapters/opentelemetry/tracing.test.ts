import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createOtlpTracing, type OtlpTracing, traceIdOf } from '../../../../bot/adapters/opentelemetry/tracing.ts';
import { SreError } from '../../../../bot/domain/errors.ts';
import type { InvestigationRequest } from '../../../../bot/domain/investigation.ts';
import { examine } from '../../../../bot/investigation/investigate.ts';
import { withTracedPosts, withTracedSteps } from '../../../../bot/investigation/tracing.ts';
import { runInvestigation, type WorkflowDeps } from '../../../../bot/investigation/workflow.ts';
import { systemClock } from '../../../../bot/ports/clock.ts';
import type { DurableSteps } from '../../../../bot/ports/durable-steps.ts';
import { createJournal } from '../../../../bot/server/log.ts';
import { openInProcessGateway } from '../../../../infra/local/in-process-gateway.ts';
import { createFakeIdentity } from '../../../support/fakes/identity.ts';
import { createFakeInvestigationStore } from '../../../support/fakes/investigation-store.ts';
import { createFakeMemory } from '../../../support/fakes/memory.ts';
import { createFakeNotifier } from '../../../support/fakes/notifier.ts';
import { type OtlpReceiver, startOtlpReceiver } from './otlp-receiver.ts';

const SAMPLE = join(import.meta.dirname, '../../../../infra/samples/snapshots/checkout-slow');
const request: InvestigationRequest = {
  id: 'Ev1',
  question: 'checkout is slow, my password is hunter2-made-up',
  target: { kind: 'service', name: 'booking' },
  sinceSeconds: 3600,
  askedBy: { teamId: 'T0SECRET', slackUserId: 'U0SECRET' },
  thread: { teamId: 'T0SECRET', channel: 'C0SECRET' },
  askedAt: '2026-01-05T10:00:00.000Z',
};

let receiver: OtlpReceiver;
let tracing: OtlpTracing;
let troubles: Error[];

beforeEach(async () => {
  troubles = [];
  receiver = await startOtlpReceiver();
  tracing = createOtlpTracing({
    endpoint: `${receiver.endpoint}/`,
    serviceName: 'on-call-bot',
    gatherMs: 20,
    onTrouble: (error) => troubles.push(error),
  });
});
afterEach(async () => {
  await tracing.shutdown();
  await receiver.stop();
});

/** Steps of which some were recorded by an earlier run. */
const stepsWithout = (...recorded: string[]): DurableSteps => ({
  run: async (name, work) =>
    recorded.includes(name) ? ('1700000000.000100' as never) : work(new AbortController().signal),
});

async function investigate(steps: DurableSteps, changes: Partial<WorkflowDeps> = {}) {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const deps: WorkflowDeps = {
    notifier: withTracedPosts(createFakeNotifier(), tracing),
    memory: createFakeMemory(),
    identity: createFakeIdentity(),
    store: createFakeInvestigationStore(),
    people: {
      find: async (teamId, userId) => ({
        teamId,
        userId,
        email: 'secret@example.com',
        emailConfirmed: true,
        displayName: 'Secret Person',
        deactivated: false,
      }),
    },
    gateways: { connect: () => gateway },
    clock: systemClock,
    examine: (parts, asked, on, signal) => examine({ ...parts, tracing }, asked, on, signal),
    journal: (asked) => createJournal(log, { error: () => undefined }, asked, traceIdOf(asked)),
    ...changes,
  };
  const gateway = await openInProcessGateway(SAMPLE);
  const status = await tracing.investigation(request, () =>
    runInvestigation(withTracedSteps(steps, tracing), deps, request),
  );
  return { status, lines };
}

test('an investigation is one trace: its steps, the reading of each source, the diagnosis and posts', async () => {
  expect((await investigate(stepsWithout())).status).toBe('answered');
  const root = await receiver.received('investigation');
  expect(new Set(receiver.spans.map(({ traceId }) => traceId))).toEqual(new Set([traceIdOf(request)]));
  const parentOf = (name: string) => {
    const span = receiver.spans.find((one) => one.name === name);
    return receiver.spans.find(({ spanId }) => spanId === span?.parentSpanId)?.name;
  };
  expect(root.parentSpanId ?? '').toBe('');
  for (const step of ['open', 'identify', 'recall', 'examine', 'answer', 'remember']) {
    expect([step, parentOf(step)]).toEqual([step, 'investigation']);
  }
  const pieces = ['collect kubernetes', 'collect logs', 'collect metrics', 'diagnose', 'match runbooks'];
  for (const piece of pieces) expect([piece, parentOf(piece)]).toEqual([piece, 'examine']);
  expect([parentOf('post open'), parentOf('post answer')]).toEqual(['open', 'answer']);
  const diagnosis = await receiver.received('diagnose');
  expect(diagnosis.attributes).toMatchObject({ verdict: 'fault' });
});

test('nothing of what people wrote, of who they are, or of what was read is in a span', async () => {
  await investigate(stepsWithout());
  await receiver.received('investigation');
  const sent = receiver.bodies.join('\n');
  expect(sent.length).toBeGreaterThan(500);
  for (const text of ['hunter2', 'slow', 'checkout', 'SECRET', 'secret@', 'Secret Person', 'service/']) {
    expect([text, sent.includes(text)]).toEqual([text, false]);
  }
});

test('what fails is marked by its kind, without the words of the error', async () => {
  const failing = { find: async () => Promise.reject(new SreError('rate-limited', 'xoxb-made-up was throttled')) };
  expect((await investigate(stepsWithout(), { people: failing })).status).toBe('failed');
  const span = await receiver.received('identify');
  expect(span.attributes).toMatchObject({ 'error.type': 'rate-limited' });
  expect(span.status).toMatchObject({ code: 2, message: 'rate-limited' });
  expect((await receiver.received('post end')).attributes).toEqual({ how: 'failed' });
  await receiver.received('investigation');
  expect(receiver.bodies.join('')).not.toContain('xoxb');
});

test('a run that goes on after a crash is in the same trace, without the steps that were done before', async () => {
  await investigate(stepsWithout('open'));
  const root = await receiver.received('investigation');
  expect(root.traceId).toBe(traceIdOf(request));
  expect(receiver.spans.map(({ name }) => name)).not.toContain('open');
});

test('investigations side by side are traces apart', async () => {
  const other = { id: 'Ev2', askedAt: request.askedAt };
  const inside = (asked: typeof other) =>
    tracing.investigation(asked, () => tracing.span(`work of ${asked.id}`, {}, async () => asked.id));
  expect(await Promise.all([inside(request), inside(other)])).toEqual(['Ev1', 'Ev2']);
  expect((await receiver.received('work of Ev1')).traceId).toBe(traceIdOf(request));
  expect((await receiver.received('work of Ev2')).traceId).toBe(traceIdOf(other));
  expect(traceIdOf(other)).not.toBe(traceIdOf(request));
});

test('the id begins with the time, as X-Ray’s do, and is in each line of the log', async () => {
  expect(traceIdOf(request)).toMatch(/^695b8ba0[0-9a-f]{24}$/);
  const failing = { find: async () => Promise.reject(new SreError('unavailable', 'away')) };
  const { lines } = await investigate(stepsWithout(), { people: failing });
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ investigation: 'Ev1', trace_id: traceIdOf(request) });
});

test('a collector that refuses costs spans and a word in the log, and no investigation', async () => {
  receiver.answerWith(400);
  expect((await investigate(stepsWithout())).status).toBe('answered');
  await tracing.shutdown();
  expect(troubles.length).toBeGreaterThan(0);
});
