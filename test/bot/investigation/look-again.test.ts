import { beforeEach, expect, test } from '@jest/globals';
import type { Answer, SourceName } from '../../../bot/domain/answer.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { type LookAgainDeps, lookAgain, planLookAgain } from '../../../bot/investigation/look-again.ts';
import { createFakeIdentity } from '../../support/fakes/identity.ts';
import { createFakeInvestigationStore } from '../../support/fakes/investigation-store.ts';
import { createFakeNotifier } from '../../support/fakes/notifier.ts';

const request: InvestigationRequest = {
  id: 'inv-1',
  question: 'checkout is slow',
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-05T10:00:00.000Z',
};
const THREAD = '1700000000.000100';
const answerOf = (changes: Partial<Answer>): Answer => ({
  verdict: 'unknown',
  hypotheses: [],
  evidence: [],
  unknown: [],
  reasons: [],
  runbooks: [],
  durationMs: 1,
  ...changes,
});

let notifier: ReturnType<typeof createFakeNotifier>;
let store: ReturnType<typeof createFakeInvestigationStore>;
let later: { id: string; payload: string; seconds: number }[];
let away: Set<SourceName>;
let found: Answer;
let looked: number;
let deactivated: boolean;

const deps = (): LookAgainDeps => ({
  notifier,
  store,
  identity: createFakeIdentity(),
  people: {
    find: async (teamId, userId) => ({
      teamId,
      userId,
      email: 'u1@example.com',
      emailConfirmed: true,
      displayName: 'U1',
      deactivated,
    }),
  },
  gateways: {
    connect: () => ({
      async call(tool) {
        if (away.has(tool.split('___')[0] as SourceName)) throw new SreError('unavailable', 'away');
        return { items: [] };
      },
      list: async () => [],
      search: async () => [],
      close: async () => undefined,
    }),
  },
  clock: { now: () => new Date('2026-01-05T10:00:04Z') },
  async examine() {
    looked += 1;
    return found;
  },
  journal: () => ({ note: () => undefined, trouble: () => undefined }),
  jobs: { later: async (id, _name, payload, seconds) => void later.push({ id, payload, seconds }) },
});

beforeEach(async () => {
  notifier = createFakeNotifier();
  store = createFakeInvestigationStore();
  later = [];
  away = new Set(['metrics', 'logs']);
  found = answerOf({ verdict: 'healthy' });
  looked = 0;
  deactivated = false;
  await store.begin(request);
  await store.opened(request.id, THREAD);
  await store.answered(request.id, answerOf({ away: ['logs', 'metrics'] }), true);
});

test('a look is planned where a source was away, and only there', async () => {
  const { jobs } = deps();
  await planLookAgain(jobs, 'inv-1', answerOf({}));
  expect(later).toEqual([]);
  await planLookAgain(jobs, 'inv-1', answerOf({ away: ['logs'] }));
  expect(later).toEqual([{ id: 'look-again:inv-1:0', payload: 'inv-1 0', seconds: expect.any(Number) }]);
});

test('while a source is away the next look is put off; the pauses add up to ten minutes, then it is said', async () => {
  let seconds = 0;
  await planLookAgain(deps().jobs, 'inv-1', answerOf({ away: ['logs', 'metrics'] }));
  for (let job = later.shift(); job !== undefined; job = later.shift()) {
    seconds += job.seconds;
    await lookAgain(deps(), job.payload);
  }
  expect(seconds).toBe(600);
  expect([looked, notifier.said]).toEqual([0, ['again stayed-away logs metrics']]);
});

test('when the sources are back it is looked again, and the new answer takes the place of the first', async () => {
  away.clear();
  await lookAgain(deps(), 'inv-1 0');
  expect([looked, notifier.said, later]).toEqual([1, ['again changed logs metrics'], []]);
  expect((await store.find('inv-1'))?.answer).toEqual(found);
});

test('what the second look does not change is a line', async () => {
  away.clear();
  found = answerOf({});
  await lookAgain(deps(), 'inv-1 0');
  expect(notifier.said).toEqual(['again unchanged logs metrics']);
});

test('one of two that is back is waited with for the other, and not for ever', async () => {
  away.delete('logs');
  await lookAgain(deps(), 'inv-1 0');
  expect([looked, later.length]).toEqual([0, 1]);
  await lookAgain(deps(), 'inv-1 5');
  expect([looked, notifier.said]).toEqual([1, ['again changed logs']]);
});

test('where somebody asked in the thread meanwhile nothing is said', async () => {
  away.clear();
  await store.begin({ ...request, id: 'inv-2' });
  await store.opened('inv-2', THREAD);
  await lookAgain(deps(), 'inv-1 0');
  expect([looked, notifier.said, later]).toEqual([0, [], []]);
});

test('for who may not ask any more nothing is looked at', async () => {
  away.clear();
  deactivated = true;
  await lookAgain(deps(), 'inv-1 0');
  expect([looked, notifier.said, later]).toEqual([0, [], []]);
});

test('a failure to tell is thrown, so that the job is tried again', async () => {
  away.clear();
  notifier.trouble.fail('again', 'unavailable');
  await expect(lookAgain(deps(), 'inv-1 0')).rejects.toMatchObject({ kind: 'unavailable' });
});
