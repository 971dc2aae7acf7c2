import type { Hypothesis } from '../domain/answer.ts';

/** Explanations believed less than this are counted and left to the evidence, not shown. */
const WORTH_SHOWING = 0.05;

/** The best explanation, whatever it is believed, and of the next `others` those that are worth a line. */
export function worthShowing(hypotheses: readonly Hypothesis[], others: number): readonly Hypothesis[] {
  return hypotheses.slice(0, 1 + others).filter(({ confidence }, index) => index === 0 || confidence >= WORTH_SHOWING);
}
