import { FORMAT, type Parameters } from '../parameters.ts';

/** What confidence rests on: as few figures as tell, so that a few hundred answers suffice to fit them. */
export type Features = {
  /** Belief after what else was found is weighed, 0 to 1. */
  readonly score: number;
  /** How far it leads its strongest rival; counted up to `mostMargin` either way. */
  readonly margin: number;
  /** 1 where the cause only restates that something is wrong. */
  readonly restates: number;
  /** 0 for evidence that coincides, 1 for measured, 2 for shown or said. */
  readonly grade: number;
  /** Whether a source that could show a deeper link was not read. No weight: a cap. */
  readonly blind: boolean;
};

/**
 * Confidence, 0 to 1: a ridge logistic over the features, then caps. What only coincides, and what a source that was not
 * read may well have brought about, stays below the point from which answers are called likely.
 */
export function confidenceOf(features: Features, parameters: Parameters): number {
  const { weights } = parameters;
  const margin = Math.max(-parameters.mostMargin, Math.min(parameters.mostMargin, features.margin));
  const odds =
    weights.intercept +
    weights.score * features.score +
    weights.margin * margin +
    weights.restates * features.restates +
    weights.grade * features.grade;
  const fitted = 1 / (1 + Math.exp(-odds));
  const capped = features.grade === 0 || features.blind ? Math.min(fitted, parameters.coincidesCap) : fitted;
  return Math.round(capped * FORMAT.confidenceSteps) / FORMAT.confidenceSteps;
}
