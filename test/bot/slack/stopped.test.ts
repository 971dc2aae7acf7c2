import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { SreError } from '../../../bot/domain/errors.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { announceEnd, runInvestigation, type WorkflowDeps } from '../../../bot/investigation/workflow.ts';
import type { DurableSteps } from '../../../bot/ports/durable-steps.ts';
import type { Notifier } from '../../../bot/ports/notifier.ts';
import { createSlackNotifier } from '../../../bot/slack/notifier.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { createFakeIdentity } from '../../support/fakes/identity.ts';
import { createFakeInvestigationStore } from '../../support/fakes/investigation-store.ts';
import { createFakeMemory } from '../../support/fakes/memory.ts';
import { waitFor } from '../../support/wait-for.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { createMemoryLedger, type MemoryLedger } from './memory-ledger.ts';
import { plainAnswer } from './views/answers.ts';

// After Stop nothing comes into the thread but the end, whatever was on its way. The engine tells running work of a stop
// within a second; here it never does, as if all of this happened before.

const request: InvestigationRequest = {
  id: 'inv-1',
  question: 'basket is slow',
  target: { kind: 'service', name: 'basket' },
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-02T03:04:05.000Z',
};
const LOGS = 'logs___summarize_logs';

let slack: FakeSlack;
let ledger: MemoryLedger;
let isStopped: boolean;
let store: ReturnType<typeof createFakeInvestigationStore>;
/** What the gateway and the preferences answer, and when. */
let held: Record<'gateway' | 'preferences', ReturnType<typeof Promise.withResolvers<void>>>;
let reached: string[];

beforeEach(async () => {
  slack = await startFakeSlack();
  ledger = createMemoryLedger();
  store = createFakeInvestigationStore();
  isStopped = false;
  held = { gateway: Promise.withResolvers(), preferences: Promise.withResolvers() };
  reached = [];
});
afterEach(() => slack.close());

let processes = 0;
/** The notifier of a process; several share ledger and workspace. */
function startProcess(): Notifier {
  processes += 1;
  const token = `xoxb-stopped-${processes}`;
  const client = new webApi.WebClient(token, { ...SLACK_CLIENT_OPTIONS, slackApiUrl: slack.apiUrl });
  return createSlackNotifier({
    client,
    ledger,
    clock: { now: () => new Date() },
    betweenMessagesMs: 0,
    sleep: () => delay(5),
    isStopped: async () => isStopped,
    preferences: {
      async read() {
        reached.push('preferences');
        await held.preferences.promise;
        return { detail: 'full', notify: 'thread' } as never;
      },
    },
  });
}

/** Steps as the engine has them: the next one of a stopped workflow does not begin. */
const steps: DurableSteps = {
  async run(_name, work) {
    if (isStopped) throw new SreError('cancelled', 'the workflow was cancelled');
    return work(new AbortController().signal);
  },
};

function depsOf(notifier: Notifier): WorkflowDeps {
  const person = { email: 'u1@example.com', emailConfirmed: true, displayName: 'U1', deactivated: false };
  return {
    notifier,
    store,
    memory: createFakeMemory(),
    identity: createFakeIdentity(),
    people: { find: async (teamId, userId) => ({ teamId, userId, ...person }) },
    gateways: {
      connect: () => ({
        async call(tool) {
          reached.push(tool);
          await held.gateway.promise;
          return {};
        },
        list: async () => [],
        search: async () => [],
        close: async () => undefined,
      }),
    },
    clock: { now: () => new Date() },
    async examine({ gateway }, _request, on) {
      await on.progress([{ source: 'logs', state: 'reading', note: 'reading' }]);
      await gateway.call(LOGS, {});
      await on.progress([{ source: 'logs', state: 'done', note: '3 services' }]);
      await on.findings('logs', [
        { analyzer: 'any', component: 'service/basket', statement: 'basket is broken', strength: 1, evidence: [] },
      ]);
      return plainAnswer;
    },
    journal: () => ({ note: () => undefined, trouble: () => undefined }),
  };
}

/** Stop as it is pressed: from then on the workflow is cancelled; its end is told by another workflow. */
async function stop(by: Notifier): Promise<void> {
  isStopped = true;
  const end = { status: 'stopped', wording: 'Stopped by <@U1>.' } as const;
  const always: DurableSteps = { run: (_name, work) => work(new AbortController().signal) };
  await announceEnd(always, depsOf(by), request, end);
}
const texts = () => slack.messages.map((message) => JSON.stringify(message));
const whatIsSaid = () => texts().map((text) => /Stopped by|is broken|sre_show_evidence/.exec(text)?.[0] ?? 'other');

test.each([
  ['in the same process', (own: Notifier) => own],
  ['in another process', () => startProcess()],
])('what a source answers after Stop does not reach the thread: told %s', async (_where, tellerOf) => {
  const own = startProcess();
  const run = runInvestigation(steps, depsOf(own), request);
  await waitFor(() => reached.includes(LOGS));
  await waitFor(() => texts().join().includes('sre_stop'));
  await stop(tellerOf(own));
  const before = texts();
  expect(whatIsSaid().at(-1)).toBe('Stopped by');
  held.gateway.resolve();
  await expect(run).rejects.toMatchObject({ kind: 'cancelled' });
  expect(texts()).toEqual(before);
  expect(texts().join()).not.toContain('sre_stop');
});

test('a source that answers between Stop and its end adds nothing either', async () => {
  const own = startProcess();
  const run = runInvestigation(steps, depsOf(own), request);
  await waitFor(() => reached.includes(LOGS));
  isStopped = true;
  held.gateway.resolve();
  await expect(run).rejects.toMatchObject({ kind: 'cancelled' });
  await stop(own);
  expect(whatIsSaid().filter((said) => said !== 'other')).toEqual(['Stopped by']);
});

test('an answer that is about to be told when Stop is pressed is not', async () => {
  const own = startProcess();
  held.gateway.resolve();
  const run = runInvestigation(steps, depsOf(own), request);
  await waitFor(() => reached.includes('preferences'));
  isStopped = true;
  held.preferences.resolve();
  await expect(run).rejects.toMatchObject({ kind: 'cancelled' });
  await stop(own);
  expect(whatIsSaid().filter((said) => said !== 'other')).toEqual(['is broken', 'Stopped by']);
  expect(texts().join()).not.toContain('sre_show_evidence');
});
