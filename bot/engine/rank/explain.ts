import type { EvidenceDraft } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Component } from '../../domain/target.ts';
import { CAUSE_TRAITS } from '../knowledge/causes/index.ts';
import { FELT, LEAK, OWN } from '../knowledge/codebook.ts';
import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import type { Reach } from './reach.ts';

/** What hypotheses make of the observations: how likely each is under them, and which are left to chance. */
export interface Explainer {
  /** Probability of an observation given one cause, 0 to 1. */
  probability(observation: Observation, candidate: Candidate): number;
  /** Relevant and standing observations that a set leaves to chance. */
  residue(candidates: readonly Candidate[]): readonly Observation[];
}

/** Explains by the codebook (engine.md, "Hypotheses predict"): causes by effect, relations by reach. */
export function createExplainer(observations: readonly Observation[], reach: Reach, parameters: Parameters): Explainer {
  const felt = new Map<Candidate, ReadonlySet<Component>>();
  const feltBy = (candidate: Candidate) => {
    const known = felt.get(candidate);
    if (known !== undefined) return known;
    const all = new Set([...reach.dependants(candidate.component), ...candidate.explains]);
    felt.set(candidate, all);
    return all;
  };
  const probability = (observation: Observation, candidate: Candidate): number => {
    if (cites(candidate, observation)) return 1 - LEAK;
    if (isUnplaced(observation))
      return couldBe(observation, candidate, parameters) ? (FELT[observation.kind] ?? LEAK) : LEAK;
    if (observation.component === candidate.component) {
      const { effects, depth } = CAUSE_TRAITS[candidate.cause];
      // What only restates the trouble does not tell why a figure of another kind moved.
      if (depth === 'symptom' && observation.kind === 'limit') return LEAK;
      return Math.max(LEAK, ...effects.map((effect) => OWN[effect][observation.kind] ?? LEAK));
    }
    if (!feltBy(candidate).has(observation.component)) return LEAK;
    return (reach.isQueue(observation.component) ? OWN.late : FELT)[observation.kind] ?? LEAK;
  };
  const together = (observation: Observation, candidates: readonly Candidate[]) =>
    1 - candidates.reduce((chance, candidate) => chance * (1 - probability(observation, candidate)), 1 - LEAK);
  return {
    probability,
    residue: (candidates) =>
      observations.filter((one) => one.class !== 'benign' && together(one, candidates) < parameters.explainedAt),
  };
}

/** Whether a hypothesis rests on the very thing observed. */
function cites({ evidence }: Candidate, observation: Observation): boolean {
  return observation.evidence.some((seen) =>
    evidence.some(
      (one) =>
        one.text === seen.text ||
        (one.target === seen.target && one.text.includes(seen.text)) ||
        (observation.kind === 'limit' && isOfFigure(one, seen, observation.name)),
    ),
  );
}

/** Whether two pieces of evidence tell of one figure of one component, each in words of its own. */
function isOfFigure(one: EvidenceDraft, seen: EvidenceDraft, metric: string): boolean {
  return one.target === seen.target && one.source === seen.source && one.text.startsWith(`${metric} of `);
}

/** An alert without a place may be of anything. */
function isUnplaced({ component }: Observation): boolean {
  return component.startsWith('namespace/');
}

/** What names no place may be anyone's, if it did not begin long before. */
function couldBe({ from }: Observation, { findings }: Candidate, parameters: Parameters): boolean {
  const onset = findings.flatMap((finding) => finding.onset ?? []).sort()[0];
  if (from === undefined || onset === undefined) return true;
  return Date.parse(from) >= Date.parse(onset) - parameters.overAfterMs;
}
