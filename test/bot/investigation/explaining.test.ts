import { expect, test } from '@jest/globals';
import type { Actor } from '../../../bot/domain/actor.ts';
import type { Answer } from '../../../bot/domain/answer.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import { type Explanation, noExplanation } from '../../../bot/domain/explanation.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import { explainInThread } from '../../../bot/investigation/explaining.ts';
import type { Reasoner } from '../../../bot/ports/reasoner.ts';
import { createNotingGateway } from '../adapters/bedrock/bedrock-setup.ts';

const request = { id: 'Ev1', question: 'why?' } as InvestigationRequest;
const evidence = [{ id: 'E1', source: 'logs', tool: 't', target: 'x', text: 'y' }] as const;
const answer = { verdict: 'unknown', evidence, hypotheses: [] } as unknown as Answer;
const sentence = { text: 'It is so.', cites: ['E1'] };

function setUp(explain: Reasoner['explain'] | undefined, show?: (explanation: Explanation) => Promise<void>) {
  const shown: Explanation[] = [];
  const soFar: number[] = [];
  const noted: string[] = [];
  const prose = {
    soFar: (_request: unknown, _thread: unknown, sentences: readonly unknown[]) => void soFar.push(sentences.length),
    show: async (_request: unknown, _thread: unknown, explanation: Explanation) => {
      await show?.(explanation);
      shown.push(explanation);
    },
  };
  const deps = {
    gateways: { connect: () => createNotingGateway().gateway },
    journal: () => ({
      note: (event: string) => void noted.push(event),
      trouble: (event: string, error: SreError) => void noted.push(`${event}: ${error.kind}`),
    }),
    ...(explain && { explaining: { reasoner: { explain }, prose } }),
  };
  const run = (signal = new AbortController().signal, what = answer) =>
    explainInThread(deps, request, '1.2', {} as Actor, what, signal);
  return { run, shown, soFar, noted };
}

test('sentences are shown as they come and the whole at the end', async () => {
  const { run, shown, soFar, noted } = setUp(async (_task, { onSentence }) => {
    onSentence?.(sentence);
    onSentence?.(sentence);
    return { ...noExplanation('finished'), sentences: [sentence, sentence] };
  });
  expect(await run()).toBe('explained');
  expect([shown.length, soFar, noted]).toEqual([1, [1, 2], ['reasoned']]);
});

test('without a model, and without evidence, nothing is said', async () => {
  expect(await setUp(undefined).run()).toBe('silent');
  const { run, shown } = setUp(async () => noExplanation('finished'));
  expect(await run(undefined, { ...answer, evidence: [] })).toBe('silent');
  expect(shown).toEqual([]);
});

test('a model that breaks and a thread that refuses are noted and cost nothing', async () => {
  const broken = setUp(async () => {
    throw new Error('boom');
  });
  expect([await broken.run(), broken.noted]).toEqual(['silent', ['explanation not shown: internal']]);
  const refused = setUp(
    async () => noExplanation('throttled'),
    async () => {
      throw new SreError('forbidden', 'not in the channel');
    },
  );
  expect([await refused.run(), refused.noted]).toEqual(['silent', ['reasoned', 'explanation not shown: forbidden']]);
});

test('a stop ends it, and what stands in the thread says so', async () => {
  const { run, shown } = setUp(async (_task, { onSentence }) => {
    onSentence?.(sentence);
    throw new SreError('cancelled', 'stopped');
  });
  await expect(run()).rejects.toMatchObject({ kind: 'cancelled' });
  expect(shown).toMatchObject([{ end: 'stopped', sentences: [sentence] }]);
});
