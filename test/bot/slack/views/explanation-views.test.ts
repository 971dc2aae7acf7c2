import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Explanation, noExplanation, type ReasoningEnd } from '../../../../bot/domain/explanation.ts';
import type { Question } from '../../../../bot/domain/question.ts';
import { answerAwaited, explanationMessage, explanationSoFar } from '../../../../bot/slack/views/explanation.ts';
import { hostileName, hostileText } from './hostile.ts';
import { expectSafeMessage } from './judge.ts';

const RUNS = { numRuns: 60 };
const question: fc.Arbitrary<Question> = fc.record({
  id: fc.constant('ask-1'),
  investigation: fc.constant('inv-0123456789abcdef01234567'),
  text: fc.oneof(fc.constant(''), hostileText),
  askedBy: fc.constant({ teamId: 'T1', slackUserId: 'U1' }),
  thread: fc.constant({ teamId: 'T1', channel: 'C1' }),
  askedAt: fc.constant('2026-01-02T03:04:05.000Z'),
});
const sentence = fc.record({
  text: fc.oneof(hostileText, fc.constant(`${'Basket was killed. '.repeat(31)}`)),
  cites: fc.array(
    fc.nat(999_999).map((n) => `E${n}`),
    { minLength: 1, maxLength: 40 },
  ),
});
const sentences = fc.array(sentence, { maxLength: 20 });
const ENDS: readonly ReasoningEnd[] = [
  'finished',
  'turns',
  'tokens',
  'money',
  'money-today',
  'time',
  'throttled',
  'unavailable',
  'refused',
  'stopped',
];
const explanation: fc.Arbitrary<Explanation> = fc.record({
  end: fc.constantFrom(...ENDS),
  sentences,
  dropped: fc.nat(),
  refusedCalls: fc.nat(),
  evidence: fc.array(
    fc.record({
      id: fc.nat(999).map((n) => `E${n}`),
      source: fc.constantFrom('kubernetes' as const, 'logs' as const, 'metrics' as const, 'runbooks' as const),
      tool: hostileName,
      target: hostileName,
      text: hostileText,
    }),
    { maxLength: 30 },
  ),
  usage: fc.constant({
    turns: 1e9,
    toolCalls: 1e9,
    inputTokens: 1e12,
    outputTokens: 1e12,
    microDollars: 1e15,
    durationMs: 1e12,
  }),
  model: hostileName,
  budget: fc.record({ spent: fc.nat(), limit: fc.nat(), spentToday: fc.nat(), limitToday: fc.nat() }),
});

test('whatever a model writes and a person asks, Slack takes the message and nothing in it leads anywhere', () => {
  fc.assert(
    fc.property(question, explanation, (asked, said) => {
      expectSafeMessage(answerAwaited(asked));
      expectSafeMessage(explanationSoFar(asked, said.sentences));
      expectSafeMessage(explanationMessage(asked, said));
    }),
    RUNS,
  );
});

test('twenty of the longest sentences fit, and say that they were cut', () => {
  const longest = Array.from({ length: 20 }, () => ({ text: 'Basket was killed. '.repeat(31), cites: ['E1'] }));
  const [asked] = fc.sample(question, 1);
  const message = explanationMessage(asked!, { ...noExplanation('finished'), sentences: longest });
  expectSafeMessage(message);
  expect(JSON.stringify(message.blocks)).toContain('"…"');
});
