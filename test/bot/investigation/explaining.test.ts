import { beforeEach, expect, test } from '@jest/globals';
import { SreError } from '../../../bot/domain/errors.ts';
import { type Explanation, noExplanation } from '../../../bot/domain/explanation.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { explanationOf, type Question } from '../../../bot/domain/question.ts';
import { answerQuestion, type ExplainingDeps, giveUpQuestion } from '../../../bot/investigation/explaining.ts';
import type { DurableSteps } from '../../../bot/ports/durable-steps.ts';
import type { ReasoningTask } from '../../../bot/ports/reasoner.ts';
import { createFakeIdentity } from '../../support/fakes/identity.ts';
import { createFakeInvestigationStore } from '../../support/fakes/investigation-store.ts';
import { createFakeQuestionLog } from '../../support/fakes/question-log.ts';
import { answerWith, createNotingGateway, EVIDENCE } from '../adapters/bedrock/bedrock-setup.ts';

const request: InvestigationRequest = {
  id: 'inv-1',
  question: 'basket is slow',
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-05T10:00:00.000Z',
};
const THREAD = '1700000000.000100';
const explanation = explanationOf(request);
const question: Question = {
  ...explanation,
  id: 'ask-1',
  text: 'when did it begin?',
  askedBy: { teamId: 'T1', slackUserId: 'U2' },
};
const answer = answerWith();
const sentence = { text: 'It is so.', cites: ['E1'] };
const usage = { ...noExplanation('finished').usage, turns: 1, inputTokens: 40 };

let store: ReturnType<typeof createFakeInvestigationStore>;
let questions: ReturnType<typeof createFakeQuestionLog>;
let identity: ReturnType<typeof createFakeIdentity>;
let told: ReasoningTask[];
let shown: Explanation[];
let said: string[];
let noted: string[];
let as: string[];
beforeEach(async () => {
  store = createFakeInvestigationStore();
  questions = createFakeQuestionLog();
  identity = createFakeIdentity();
  [told, shown, said, noted, as] = [[], [], [], [], []];
  await store.begin(request);
  await store.opened(request.id, THREAD);
  await store.answered(request.id, answer, true);
});

const steps: DurableSteps = { run: (_name, work) => work(new AbortController().signal) };

function depsOf(changes: Partial<ExplainingDeps> = {}): ExplainingDeps {
  return {
    store,
    questions,
    identity,
    people: {
      find: async (teamId, userId) => ({
        teamId,
        userId,
        emailConfirmed: true,
        email: `${userId}@example.com`,
        displayName: userId,
        deactivated: false,
      }),
    },
    gateways: {
      connect: ({ slackUserId }) => {
        as.push(slackUserId);
        return createNotingGateway().gateway;
      },
    },
    journal: () => ({
      note: (event, { end } = {}) => void noted.push(`${event}: ${end}`),
      trouble: (event: string, error: SreError) => void noted.push(`${event}: ${error.kind}`),
    }),
    reasoner: {
      async explain(task, { onSentence, onUsage }) {
        told.push(task);
        onSentence?.(sentence);
        onUsage?.(usage);
        return { ...noExplanation('finished'), sentences: [sentence], usage };
      },
    },
    prose: {
      begin: async ({ id }, threadTs) => void said.push(`begin ${id} ${threadTs}`),
      soFar: (_question, _thread, sentences) => void said.push(`so far ${sentences.length}`),
      show: async (_question, _thread, whole) => {
        shown.push(whole);
      },
    },
    stopLookMs: 5,
    ...changes,
  };
}
const run = (asked: Question, changes: Partial<ExplainingDeps> = {}) => answerQuestion(steps, depsOf(changes), asked);

test('an explanation is shown as it comes and whole at the end', async () => {
  await run(explanation);
  expect(told).toMatchObject([{ investigation: 'inv-1', question: 'basket is slow', answer: { evidence: EVIDENCE } }]);
  expect(told[0]).not.toHaveProperty('followUp');
  expect([said, shown.map(({ end }) => end), noted]).toEqual([['so far 1'], ['finished'], ['reasoned: finished']]);
  expect(questions.states.get(explanation.id)).toBe('ended');
});

test('a question is told to be looked into, and asked as the person who asks', async () => {
  await run(question);
  expect(said[0]).toBe(`begin ask-1 ${THREAD}`);
  expect(told).toMatchObject([{ question: 'basket is slow', followUp: 'when did it begin?' }]);
  expect(as).toEqual(['U2']);
});

test('what each question adds to the evidence has numbers of its own, also when it is resumed', async () => {
  await run(explanation);
  await run(question);
  await run({ ...question, id: 'ask-2' });
  await run(question);
  expect(told.map(({ numberFrom }) => numberFrom)).toEqual([undefined, 101, 201, 101]);
});

test('what people ruled out is no explanation for the model either', async () => {
  const rulings = { of: async () => [{ subject: 'service/cart', out: true, by: 'U1', at: request.askedAt }] };
  await run(question, { rulings });
  expect(told[0]?.answer.hypotheses).toEqual([]);
});

test('without evidence, and for an investigation that is not known, nothing is said', async () => {
  await store.begin({ ...request, id: 'inv-2' });
  await store.opened('inv-2', THREAD);
  await store.answered('inv-2', { ...answer, evidence: [] }, true);
  await run({ ...question, investigation: 'inv-2' });
  await run({ ...question, investigation: 'inv-9' });
  expect([told, said, shown]).toEqual([[], [], []]);
});

test.each([
  ['a model that breaks', { reasoner: { explain: () => Promise.reject(new Error('boom')) } }, 'internal'],
  [
    'a person who is refused',
    { identity: { ...createFakeIdentity(), resolve: () => Promise.reject(new SreError('forbidden', 'no')) } },
    'forbidden',
  ],
] as const)('%s is noted, and the thread says that the rules stand', async (_what, changes, kind) => {
  await run(question, changes);
  expect([shown.map(({ end }) => end), noted]).toEqual([['unavailable'], [`question not answered: ${kind}`]]);
  expect(questions.states.get('ask-1')).toBe('ended');
});

test('a thread that refuses the words is noted, and the question ends', async () => {
  const show = () => Promise.reject(new SreError('forbidden', 'not in the channel'));
  await run(question, { prose: { ...depsOf().prose, show } });
  expect(noted).toEqual(['reasoned: finished', 'explanation not shown: forbidden']);
  expect(questions.states.get('ask-1')).toBe('ended');
});

/** A model that talks until it is stopped. */
const endless: ExplainingDeps['reasoner'] = {
  explain: (_task, { signal, onSentence, onUsage }) =>
    new Promise((_resolve, reject) => {
      onSentence?.(sentence);
      onUsage?.(usage);
      const stop = () => reject(new SreError('cancelled', 'stopped'));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop);
    }),
};

test('a stop, told to whichever process, ends it; what was said and spent until then stays', async () => {
  const prose = {
    ...depsOf().prose,
    soFar: () => void questions.stop({ teamId: 'T1', channel: 'C1', threadTs: THREAD }),
  };
  await run(explanation, { reasoner: endless, prose });
  expect(shown).toMatchObject([{ end: 'stopped', sentences: [sentence], usage }]);
  expect(noted).toEqual(['reasoned: stopped']);
});

test('a stop that came while no process ran is heeded at once by the next', async () => {
  await questions.began(question, THREAD);
  await questions.stop({ teamId: 'T1', channel: 'C1', threadTs: THREAD });
  await run(question, { reasoner: endless, stopLookMs: 1_000_000 });
  expect(shown).toMatchObject([{ end: 'stopped' }]);
});

test('a resumed run shows what was said and asks no model again', async () => {
  const kept = new Map<string, unknown>();
  const recorded: DurableSteps = {
    async run(name, work) {
      if (!kept.has(name)) kept.set(name, JSON.parse(JSON.stringify(await work(new AbortController().signal))));
      return kept.get(name) as never;
    },
  };
  const dying = { ...depsOf().prose, show: () => Promise.reject(new SreError('cancelled', 'the process ends')) };
  await expect(answerQuestion(recorded, depsOf({ prose: dying }), question)).rejects.toMatchObject({
    kind: 'cancelled',
  });
  await answerQuestion(recorded, depsOf(), question);
  expect([told.length, shown]).toMatchObject([1, [{ sentences: [sentence], usage }]]);
});

test('a question that broke off too often says so', async () => {
  await questions.began(question, THREAD);
  await giveUpQuestion(steps, depsOf(), question);
  expect([shown.map(({ end }) => end), questions.states.get('ask-1')]).toEqual([['unavailable'], 'ended']);
});
