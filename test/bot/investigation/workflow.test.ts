import { beforeEach, expect, test } from '@jest/globals';
import type { Answer } from '../../../bot/domain/answer.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { withAttempts } from '../../../bot/investigation/attempts.ts';
import { tellUntold } from '../../../bot/investigation/end.ts';
import { sessionIdOf } from '../../../bot/investigation/remembering.ts';
import { announceEnd, runInvestigation, type WorkflowDeps } from '../../../bot/investigation/workflow.ts';
import type { DurableSteps } from '../../../bot/ports/durable-steps.ts';
import { createFakeIdentity } from '../../support/fakes/identity.ts';
import { createFakeInvestigationStore } from '../../support/fakes/investigation-store.ts';
import { createFakeMemory } from '../../support/fakes/memory.ts';
import { createFakeNotifier } from '../../support/fakes/notifier.ts';

const request: InvestigationRequest = {
  id: 'Ev1',
  question: 'checkout is slow',
  target: { kind: 'service', name: 'checkout' },
  sinceSeconds: 3600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-05T10:00:00.000Z',
};

const found: Answer = {
  verdict: 'fault',
  hypotheses: [
    {
      rank: 1,
      component: 'service/cart',
      cause: 'oom_killed',
      confidence: 0.9,
      summary: 'cart is killed for its memory.',
      evidence: [],
      contradicting: [],
      explains: [],
      unexplained: [],
      reasons: [],
      nextSteps: [],
    },
  ],
  evidence: [],
  unknown: ['metrics: no data'],
  reasons: [],
  runbooks: [],
  durationMs: 5,
};

const steps: DurableSteps = { run: (_name, work) => work(new AbortController().signal) };

let notifier: ReturnType<typeof createFakeNotifier>;
let memory: ReturnType<typeof createFakeMemory>;
let identity: ReturnType<typeof createFakeIdentity>;
let store: ReturnType<typeof createFakeInvestigationStore>;
let troubles: string[];
let closed: number;

beforeEach(() => {
  notifier = createFakeNotifier();
  memory = createFakeMemory();
  identity = createFakeIdentity();
  store = createFakeInvestigationStore();
  troubles = [];
  closed = 0;
});

function depsOf(changes: Partial<WorkflowDeps> = {}): WorkflowDeps {
  return {
    notifier,
    memory,
    identity,
    store,
    people: {
      find: async (teamId, userId) => ({
        teamId,
        userId,
        email: 'u1@example.com',
        emailConfirmed: true,
        displayName: 'U1',
        deactivated: false,
      }),
    },
    gateways: {
      connect: () => ({
        call: async () => ({}),
        list: async () => [],
        search: async () => [],
        close: async () => {
          closed += 1;
        },
      }),
    },
    clock: { now: () => new Date('2026-01-05T10:00:04Z') },
    examine: async () => found,
    journal: () => ({ note: () => undefined, trouble: (event, { kind }) => troubles.push(`${event}: ${kind}`) }),
    ...changes,
  };
}

test('an answer is posted, kept and remembered', async () => {
  expect(await runInvestigation(steps, depsOf(), request)).toBe('answered');
  expect(notifier.said).toEqual(['open', 'answer fault']);
  expect(await store.find('Ev1')).toMatchObject({ status: 'answered', threadTs: '1700000000.000100', answer: found });
  expect(memory.turns.map(({ role, sessionId }) => [role, sessionId])).toEqual([
    ['USER', 'C1-1700000000-000100'],
    ['ASSISTANT', 'C1-1700000000-000100'],
  ]);
  expect(memory.summaries[0]?.text).toContain('1. service/cart oom_killed (0.90): cart is killed for its memory.');
  expect((await memory.knowledge('service/cart', 'memory')).map(({ text }) => text)).toEqual([
    '2026-01-05: killed for using too much memory (cart is killed for its memory)',
  ]);
  expect([closed, troubles]).toEqual([1, []]);
});

test('who loses the right in the middle is told so, and the work ends', async () => {
  let ended = '';
  const examine: WorkflowDeps['examine'] = (_deps, _request, _on, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        ended = (signal.reason as SreError).message;
        reject(signal.reason);
      });
    });
  const resolve = identity.resolve.bind(identity);
  let looks = 0;
  identity.resolve = async (person) => {
    looks += 1;
    if (looks === 3) throw new SreError('unavailable', 'the pool is away');
    if (looks === 5) throw new SreError('forbidden', 'You are in none of the groups viewer, responder, admin.');
    return resolve(person);
  };
  expect(await runInvestigation(steps, depsOf({ examine, lookMs: 5 }), request)).toBe('failed');
  expect([ended, looks]).toEqual(['who asked may not ask any more', 5]);
  expect(notifier.said[1]).toMatch(/^failed in \S+ You are in none of the groups viewer, responder, admin\.$/);
  expect(await memory.knowledge('service/cart', 'memory')).toEqual([]);
});

test('what is known of the target and of the suspect comes with the answer', async () => {
  await memory.learn('service/checkout', 'It was slow in autumn, too.');
  await memory.learn('service/cart', 'Its limit was lowered last week.');
  await memory.learn('service/other', 'Not of interest.');
  await runInvestigation(steps, depsOf(), request);
  expect(notifier.answers[0]?.remembered.map(({ text }) => text)).toEqual([
    'It was slow in autumn, too.',
    'Its limit was lowered last week.',
  ]);
});

test('a memory that fails is shown as unknown and does not cost the answer', async () => {
  memory.trouble.fail('preferences', 'unavailable', 9);
  memory.trouble.fail('learn', 'rate-limited');
  expect(await runInvestigation(steps, depsOf(), request)).toBe('answered');
  expect(notifier.answers[0]?.answer.unknown).toEqual(['metrics: no data', 'memory: It cannot be reached.']);
  expect(troubles).toEqual(['memory not read: unavailable', 'memory not written: rate-limited']);
});

test('progress and findings that cannot be posted do not cost the answer', async () => {
  notifier.trouble.fail('progress', 'unavailable', 9);
  notifier.trouble.fail('findings', 'rate-limited', 9);
  const examine: WorkflowDeps['examine'] = async (_deps, _request, on) => {
    await on.progress([]);
    await on.findings('logs', []);
    return found;
  };
  expect(await runInvestigation(steps, depsOf({ examine }), request)).toBe('answered');
  expect(troubles).toEqual(['progress not posted: unavailable', 'findings not posted: rate-limited']);
});

test('of progress that queues up only the newest is posted, and nothing comes after the answer', async () => {
  notifier.holdProgress();
  const note = (text: string) => [{ source: 'logs' as const, state: 'reading' as const, note: text }];
  const examine: WorkflowDeps['examine'] = async (_deps, _request, on) => {
    for (const text of ['one', 'two', 'three']) {
      await on.progress(note(text));
      await Promise.resolve();
    }
    await on.findings('logs', []);
    setTimeout(() => notifier.releaseProgress(), 20);
    return found;
  };
  await runInvestigation(steps, depsOf({ examine }), request);
  const notes = notifier.progressed.map(([row]) => row?.note);
  expect(notes.at(-1)).toBe('three');
  expect(notes.length).toBeLessThan(3);
  expect(notifier.said).toEqual(['open', 'findings logs', 'answer fault']);
});

test('a person who is refused reads why', async () => {
  identity.trouble.fail('resolve', 'forbidden');
  expect(await runInvestigation(steps, depsOf(), request)).toBe('failed');
  expect(notifier.said).toEqual(['open', 'failed in 1700000000.000100: resolve fails as told']);
  expect(await store.find('Ev1')).toMatchObject({ status: 'failed', wording: 'resolve fails as told' });
});

test.each([
  ['unavailable', 'It cannot be reached.'],
  ['timeout', 'It took too long to answer.'],
  ['unauthenticated', 'The sign-in was not accepted.'],
] as const)('an examination that fails as %s is told in our words and its gateway is closed', async (kind, words) => {
  const examine = async () => {
    throw new SreError(kind, 'connect ECONNREFUSED 10.0.0.1 token=abc');
  };
  expect(await runInvestigation(steps, depsOf({ examine }), request)).toBe('failed');
  expect(notifier.said[1]).toBe(`failed in 1700000000.000100: The investigation could not be finished. ${words}`);
  expect([closed, troubles]).toEqual([1, [`investigation failed: ${kind}`]]);
});

test('a thread that cannot be opened is told where it can be', async () => {
  notifier.trouble.fail('open', 'forbidden');
  expect(await runInvestigation(steps, depsOf(), request)).toBe('failed');
  expect(notifier.said).toEqual([
    'failed in no thread: The investigation could not be finished. You do not have the role for that.',
  ]);
});

test('a stopped run ends without a word of its own; the stop is announced', async () => {
  const examine = async () => {
    throw new SreError('cancelled', 'stopped');
  };
  await expect(runInvestigation(steps, depsOf({ examine }), request)).rejects.toMatchObject({ kind: 'cancelled' });
  expect(notifier.said).toEqual(['open']);
  await announceEnd(steps, depsOf(), request, { status: 'stopped', wording: 'Stopped by <@U1>.' });
  expect(notifier.said[1]).toBe('stopped in 1700000000.000100: Stopped by <@U1>.');
  expect(await store.find('Ev1')).toMatchObject({ status: 'stopped' });
});

test.each(['unauthenticated', 'forbidden', 'unavailable'] as const)(
  'an answer that Slack does not take (%s) is kept, and told later',
  async (kind) => {
    notifier.trouble.fail('answer', kind, 2);
    expect(await runInvestigation(steps, depsOf(), request)).toBe('answered');
    expect(notifier.said).toEqual(['open']);
    expect(await store.find('Ev1')).toMatchObject({ status: 'answered', answer: found });
    await tellUntold(depsOf());
    expect(notifier.said).toEqual(['open']);
    await tellUntold(depsOf());
    await tellUntold(depsOf());
    expect(notifier.said).toEqual(['open', 'answer fault']);
    expect(troubles).toEqual([`end not told yet: ${kind}`, `end not told yet: ${kind}`]);
  },
);

test('a failure that nobody can be told is kept, and told later', async () => {
  notifier.trouble.fail('open', 'unauthenticated');
  notifier.trouble.fail('fail', 'unauthenticated');
  expect(await runInvestigation(steps, depsOf(), request)).toBe('failed');
  expect(await store.find('Ev1')).toMatchObject({ status: 'failed' });
  await tellUntold(depsOf());
  expect(notifier.said).toEqual([expect.stringMatching(/^failed in no thread: The investigation could not/)]);
});

test('what came to an end of its own is not announced as stopped', async () => {
  await runInvestigation(steps, depsOf(), request);
  await announceEnd(steps, depsOf(), request, { status: 'stopped', wording: 'Stopped by <@U1>.' });
  expect(notifier.said).toEqual(['open', 'answer fault']);
});

test('an end is announced also of what broke off before anything was noted of it', async () => {
  await announceEnd(steps, depsOf(), request, { status: 'failed', wording: 'It broke off.' });
  expect(notifier.said).toEqual(['failed in no thread: It broke off.']);
  expect(await store.find('Ev1')).toMatchObject({ status: 'failed', wording: 'It broke off.' });
});

test('an examination is given up in words when it was begun too often', async () => {
  let looked = 0;
  const examine = withAttempts(
    async () => {
      looked += 1;
      throw new SreError('cancelled', 'the process ended');
    },
    store,
    2,
  );
  for (let times = 0; times < 2; times += 1) {
    await expect(runInvestigation(steps, depsOf({ examine }), request)).rejects.toMatchObject({ kind: 'cancelled' });
  }
  expect(await runInvestigation(steps, depsOf({ examine }), request)).toBe('failed');
  expect([looked, notifier.said.at(-1)]).toEqual([2, expect.stringContaining('broke off 2 times, so it was given up')]);
});

test('a session id is of the form that AgentCore takes', () => {
  expect(sessionIdOf('C0123', '1700000000.000100')).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9-_]*$/);
});
