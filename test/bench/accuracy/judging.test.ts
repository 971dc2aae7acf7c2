import { describe, expect, test } from '@jest/globals';
import type { Hypothesis } from '../../../bot/domain/answer.ts';
import { type Expectation, judge, type NamedAnswer } from './expectation.ts';
import { belowFloor } from './floors.ts';
import { measure, wilson, worth } from './measures.ts';

function named(...hypotheses: [component: string, cause: string, confidence: number][]): NamedAnswer {
  return {
    snapshot: 'a',
    verdict: 'fault',
    hypotheses: hypotheses.map(
      ([component, cause, confidence], index) => ({ rank: index + 1, component, cause, confidence }) as Hypothesis,
    ),
  };
}
const expected: Expectation = {
  verdicts: ['fault'],
  components: ['service/Cart'],
  causes: ['oom_killed', 'memory_leak'],
};

describe('an answer compared with its expectation', () => {
  test('is right where verdict, component and one of the causes agree', () => {
    const { right, component, confidence } = judge('a', expected, named(['service/cart', 'memory_leak', 0.7]));
    expect({ right, component, confidence }).toEqual({ right: true, component: true, confidence: 0.7 });
  });

  test('is right in the first three where a later hypothesis agrees', () => {
    const answer = named(['service/web', 'oom_killed', 0.7], ['service/cart', 'oom_killed', 0.2]);
    expect(judge('a', expected, answer)).toMatchObject({ right: false, firstThree: true, component: false });
  });

  test('names nothing under the verdict unknown, whatever hypotheses it carries', () => {
    const answer = { ...named(['service/cart', 'oom_killed', 0.9]), verdict: 'unknown' as const };
    expect(judge('a', expected, answer)).toMatchObject({ right: false, firstThree: false, confidence: undefined });
  });

  test('may name either of two faults at once first', () => {
    const two: Expectation = {
      verdicts: ['fault'],
      faults: [
        { components: ['service/cart'], causes: ['oom_killed'] },
        { components: ['service/web'], causes: ['bad_deploy'] },
      ],
    };
    expect(judge('a', two, named(['service/web', 'bad_deploy', 0.5])).right).toBe(true);
    expect(judge('a', two, named(['service/web', 'oom_killed', 0.5])).right).toBe(false);
  });

  test('is wrong where no answer was given', () => {
    expect(judge('a', expected, undefined)).toMatchObject({ right: false, answered: false });
  });
});

describe('measures', () => {
  test('punish a wrong and sure answer ten times as hard as a wrong and unsure one', () => {
    expect([
      worth({ right: true, confidence: 0.1 }),
      worth({ right: false }),
      worth({ right: false, confidence: 0.59 }),
      worth({ right: false, confidence: 0.6 }),
    ]).toEqual([1, 0, -0.5, -5]);
  });

  test('count what is well and called so apart from what is broken', () => {
    const healthy: NamedAnswer = { snapshot: 'b', verdict: 'healthy', hypotheses: [] };
    const measures = measure([
      judge('b', { verdicts: ['healthy'] }, healthy),
      judge('c', { verdicts: ['healthy'] }, named(['service/cart', 'oom_killed', 0.9])),
      judge('d', expected, healthy),
    ]);
    expect(measures).toMatchObject({ well: 2, calledWell: 1, faultWhileWell: 1, broken: 1, healthyWhileBroken: 1 });
  });

  test("bound a share by Wilson's interval", () => {
    const [low, high] = wilson(8, 10);
    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
  });

  test('lie below a floor where any of the three held ones does', () => {
    const measures = measure([judge('d', expected, undefined)]);
    const floors = { made: { right: 0.5, firstThree: 0, utility: 0 } };
    expect(belowFloor('made', measures, floors)).toEqual(['made: right is 0.000, its floor 0.5']);
    expect(belowFloor('other', measures, floors)).toEqual([]);
  });
});
