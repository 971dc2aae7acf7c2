import { describe, expect, test } from '@jest/globals';
import { chanceOf, fitLogistic, type Sample } from './logistic.ts';

/** Samples of one group and feature, right as often as said. */
const samples = (group: string, feature: number, right: number, wrong: number): readonly Sample[] => [
  ...Array.from({ length: right }, () => ({ group, features: [feature], right: true })),
  ...Array.from({ length: wrong }, () => ({ group, features: [feature], right: false })),
];

describe('weights', () => {
  test('give the share that was right, where nothing holds them back', () => {
    const weights = fitLogistic([...samples('a', 0, 1, 3), ...samples('a', 1, 9, 1)], 0);
    expect(chanceOf(weights, [0])).toBeCloseTo(0.25, 3);
    expect(chanceOf(weights, [1])).toBeCloseTo(0.9, 3);
  });

  test('are held back by the ridge, and are those of no feature where every answer is alike', () => {
    const [, free] = fitLogistic([...samples('a', 0, 1, 3), ...samples('a', 1, 9, 1)], 0);
    const [, held] = fitLogistic([...samples('a', 0, 1, 3), ...samples('a', 1, 9, 1)], 0.1);
    expect(held!).toBeLessThan(free!);
    expect(fitLogistic(samples('a', 1, 3, 1), 0.1)[1]).toBeCloseTo(0, 1);
  });

  test('weigh a group of a hundred answers as much as one of four', () => {
    const weights = fitLogistic([...samples('a', 0, 100, 0), ...samples('b', 0, 0, 4)], 0.1);
    expect(chanceOf(weights, [0])).toBeCloseTo(0.5, 2);
  });
});
