import type { Answer } from '../../domain/answer.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet, Signal } from '../../domain/signals.ts';
import { weighElsewhere } from '../observe/elsewhere.ts';
import { observe } from '../observe/index.ts';
import { FORMAT, PARAMETERS, type Parameters } from '../parameters.ts';
import { lookUp } from './asked.ts';
import { atTheirQueue } from './at-their-queue.ts';
import { atTheirStore } from './at-their-store.ts';
import { atUnnamedAddress } from './at-unnamed-address.ts';
import { type Candidate, joinCandidates, unavailableFindings } from './candidates.ts';
import { canonicalFindings, canonicalNames } from './canonical.ts';
import { complaintOf } from './complaint.ts';
import { isSymptom } from './depth.ts';
import { createExplainer } from './explain.ts';
import { gradeRank } from './grades.ts';
import { hypothesesOf } from './hypotheses.ts';
import { RELAYED } from './load.ts';
import { namedInSentence, namedInWords } from './named-in-words.ts';
import { judgeNoFault, residueShown } from './no-fault.ts';
import { readReach } from './reach.ts';
import { withReadableTimes } from './readable-times.ts';
import { type Span, spanOf } from './recovered.ts';
import { type Scored, scoreAll } from './score.ts';

/** An answer but for the runbooks and the time it took. */
export type RankedAnswer = Omit<Answer, 'runbooks' | 'durationMs'>;

/**
 * Joins findings to hypotheses, orders them, and says what they leave unexplained. Pure. `fault` when a hypothesis stands,
 * `recovered` when what it explains is over, `healthy` when nothing is left over and what was complained of was measured,
 * `unknown` otherwise.
 */
export function rank(
  given: readonly Finding[],
  evidence: EvidenceSet,
  parameters: Parameters = PARAMETERS,
): RankedAnswer {
  const canonical = canonicalNames(evidence);
  const reach = readReach(evidence);
  const stored = atTheirStore(canonicalFindings(withReadableTimes(given), canonical), reach, parameters);
  const named = atUnnamedAddress(stored, evidence, canonical, parameters);
  const findings = atTheirQueue(weighElsewhere(named, evidence, parameters), reach, parameters);
  const observations = observe(evidence, findings, parameters).map((one) => ({
    ...one,
    component: canonical(one.component),
  }));
  const candidates = joinCandidates([...findings, ...unavailableFindings(observations, parameters)], parameters);
  const asked = lookUp(evidence, reach, parameters);
  const complaint = complaintOf(evidence.question);
  const explainer = createExplainer(observations, reach, parameters);
  const isPassing = (candidate: Candidate) =>
    spanOf(candidate, observations, explainer, evidence, parameters)?.passing === true;
  const context = { candidates, observations, reach, asked, complaint, explainer, evidence, parameters };
  const scoredBy = (trusting: boolean) =>
    asked?.exists === false ? [] : scoreAll(context, trusting).filter(({ candidate }) => !isPassing(candidate));
  const stands = (list: readonly Scored[]) => list.some(({ score }) => score >= parameters.faultAt);
  const measured = scoredBy(false);
  const scored = deeperOfTies(stands(measured) ? measured : scoredBy(true), parameters);
  const unknown = unobserved(evidence);
  const best = scored[0];
  const noFault = () => {
    const left = explainer
      .residue([])
      .filter((one) => asked === undefined || touches(one, asked.component, context.reach));
    const weighed = new Map(scored.map(({ candidate, score }) => [`${candidate.component} ${candidate.cause}`, score]));
    const hints = findings.filter(
      ({ cause, strength, component }) =>
        (cause === undefined
          ? strength >= parameters.symptomAt
          : strength >= parameters.hintAt && (weighed.get(`${component} ${cause}`) ?? 0) >= parameters.hintAt) &&
        (asked === undefined || component === asked.component),
    );
    const judged = judgeNoFault(evidence, left, hints, complaint, asked, parameters);
    return { ...judged, hypotheses: [], evidence: [], unknown, residue: residueShown(left, parameters) };
  };
  if (best === undefined || !stands(scored)) return noFault();
  const chosen = chosenOf(scored, explainer, parameters);
  const residue = explainer.residue(chosen.map(({ candidate }) => candidate));
  const span = spanOf(best.candidate, observations, explainer, evidence, parameters);
  if (span !== undefined && !best.inScope) {
    // What is over elsewhere is no answer to who asked about something that was measured and is well.
    const judged = noFault();
    if (judged.verdict === 'healthy') return judged;
  }
  const inWords = namedInWords(evidence, parameters);
  const { hypotheses, cited } = hypothesesOf(scored, chosen, span, context);
  return {
    verdict: span === undefined ? 'fault' : 'recovered',
    hypotheses,
    evidence: cited,
    unknown: inWords === undefined ? unknown : [namedInSentence(inWords), ...unknown],
    residue: residueShown(residue, parameters),
    reasons: span === undefined ? [] : [overReason(span)],
  };
}

/** Of the two likeliest that are as good as equal, one that says what is wrong before figures that only say that something is. */
function deeperOfTies(scored: readonly Scored[], { nearTie }: Parameters): readonly Scored[] {
  const [first, second, ...others] = scored;
  if (first === undefined || second === undefined || first.score - second.score >= nearTie) return scored;
  const isDeeper =
    RELAYED.has(first.candidate.cause) && !isSymptom(second.candidate.cause) && gradeRank(second.candidate.grade) > 0;
  return isDeeper && second.above === undefined ? [second, first, ...others] : scored;
}

/** When it was, how long it lasted, and that it is over. */
function overReason({ from, until }: Span): string {
  const minutes = Math.max(1, Math.round((Date.parse(until) - Date.parse(from)) / FORMAT.minute));
  return `It was wrong for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, from ${from} to ${until}, and is over.`;
}

/** The best hypothesis, and a second one that explains what the first leaves to chance: two faults at once are normal. */
function chosenOf(
  scored: readonly Scored[],
  explainer: ReturnType<typeof createExplainer>,
  parameters: Parameters,
): readonly Scored[] {
  const [first, ...others] = scored;
  if (first === undefined) return [];
  const left = explainer.residue([first.candidate]).filter((one) => one.class === 'relevant');
  const second = others.find(
    ({ candidate, above, score }) =>
      above === undefined &&
      score >= parameters.faultAt &&
      candidate.component !== first.candidate.component &&
      left.some((one) => explainer.probability(one, candidate) >= parameters.explainedAt),
  );
  return second === undefined ? [first] : [first, second];
}

/** Whether an observation is of what was asked about, of what serves it, or of the whole system. */
function touches(one: Observation, asked: Observation['component'], reach: ReturnType<typeof readReach>): boolean {
  return one.component === asked || one.component === 'namespace/all' || reach.dependencies(asked).has(one.component);
}

function unobserved(evidence: EvidenceSet): readonly string[] {
  const signals: readonly Signal[] = [
    'objects',
    'events',
    'changes',
    'logs',
    'metrics',
    'topology',
    'alerts',
    'traces',
  ];
  const missing = signals.flatMap((signal): readonly (readonly [Signal, string])[] => {
    const observed = evidence[signal];
    if (observed.status === 'unknown') return [[signal, observed.reason]];
    return observed.truncated === undefined ? [] : [[signal, observed.truncated]];
  });
  // What several of them lack for one reason is said once.
  const byReason = Map.groupBy(missing, ([, reason]) => reason);
  return [...byReason].map(([reason, of]) => `${of.map(([signal]) => signal).join(', ')}: ${reason}`);
}
