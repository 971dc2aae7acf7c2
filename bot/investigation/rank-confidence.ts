/** Hypotheses whose scores differ by less than this are shown as about equally likely. */
export const NEAR_TIE = 0.06;

/** Fitted by logistic regression on recorded faults with known causes: log-odds of being right. */
const INTERCEPT = -4;
const PER_SCORE = 5.5;
const PER_MARGIN = 3;

/**
 * Confidence, 0 to 1, from a hypothesis's score and its margin over its strongest rival (negative for those that are
 * not first).
 */
export function confidenceOf(score: number, margin: number): number {
  const odds = INTERCEPT + PER_SCORE * score + PER_MARGIN * Math.max(-1, Math.min(0.5, margin));
  return Math.round((1 / (1 + Math.exp(-odds))) * 1000) / 1000;
}
