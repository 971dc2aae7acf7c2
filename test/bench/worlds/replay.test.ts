import { expect, test } from '@jest/globals';
import type { Diagnosis } from '../../../bot/engine/index.ts';
import { answerOf, sureAnswerOf } from './replay.ts';

test('an answer is what it says, not how sure it is; the class of confidence is told apart where it is asked for', () => {
  const usual = diagnosisOf(0.7);
  const [surer, other, elsewhere] = [
    diagnosisOf(0.8),
    diagnosisOf(0.7, 'disk_full'),
    diagnosisOf(0.7, 'oom_killed', 'b'),
  ];
  expect([surer, other, elsewhere].map((one) => answerOf(one) === answerOf(usual))).toEqual([true, false, false]);
  expect([surer, diagnosisOf(0.79)].map((one) => sureAnswerOf(one) === sureAnswerOf(usual))).toEqual([false, true]);
});

function diagnosisOf(confidence: number, cause = 'oom_killed', name = 'a'): Diagnosis {
  const first = { rank: 1, component: `service/${name}`, cause, confidence, evidence: [] };
  return { verdict: 'fault', hypotheses: [first], evidence: [] } as unknown as Diagnosis;
}
