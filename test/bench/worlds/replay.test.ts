import { expect, test } from '@jest/globals';
import type { Diagnosis } from '../../../bot/engine/index.ts';
import { answerOf, shownOf, sureAnswerOf, withoutFigures } from './replay.ts';

test('another figure, unit or plural is no other evidence', () => {
  expect(withoutFigures('p50 14 ms -> 1.2 s at 02:39, 1 line')).toBe(
    withoutFigures('p50 737 ms -> 3 s at 12:01, 22 lines'),
  );
  expect(withoutFigures('took 3 s')).not.toBe(withoutFigures('took 3 steps'));
});

test('how sure an answer is and what is shown for it belong to what is held', () => {
  const usual = diagnosisOf(0.7, 'was killed 3 times');
  const [surer, otherFigure, other] = [
    diagnosisOf(0.8, 'was killed 3 times'),
    diagnosisOf(0.79, 'was killed 12 times'),
    diagnosisOf(0.7, 'is near its limit'),
  ];
  expect([surer, otherFigure, other].map((one) => answerOf(one) === answerOf(usual))).toEqual([true, true, true]);
  expect([surer, otherFigure, other].map((one) => sureAnswerOf(one) === sureAnswerOf(usual))).toEqual([
    false,
    true,
    true,
  ]);
  expect([surer, otherFigure, other].map((one) => shownOf(one) === shownOf(usual))).toEqual([false, true, false]);
});

function diagnosisOf(confidence: number, text: string): Diagnosis {
  const evidence = [{ id: 'E1', source: 'kubernetes', tool: 'list_objects', target: 'pod/web', text }];
  const first = { rank: 1, component: 'service/web', cause: 'oom_killed', confidence, evidence: ['E1'] };
  return { verdict: 'fault', hypotheses: [first], evidence } as unknown as Diagnosis;
}
