import type { CauseLink, Hypothesis } from '../../domain/answer.ts';
import type { CauseCode } from '../../domain/cause.ts';
import type { Evidence, EvidenceDraft } from '../../domain/finding.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { componentOf } from '../../domain/target.ts';
import { CAUSE_TRAITS } from '../knowledge/causes/index.ts';
import type { MetricSignal } from '../metric-reading/meaning.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import { areRequestsWell } from '../observe/service-levels.ts';
import { REQUEST_SIGNALS } from '../propagation/symptoms.ts';
import { knownParameters } from '../remedies/known-parameters.ts';
import { nextSteps } from '../remedies/next-steps.ts';
import { type Candidate, isExact } from './candidates.ts';
import { confidenceOf, type Features } from './confidence.ts';
import { contradictionsOf } from './contradictions.ts';
import { bringsAbout, isChange, isState, isSymptom } from './depth.ts';
import { feltInWords } from './felt-words.ts';
import { gradeRank } from './grades.ts';
import { onsetOf } from './onset.ts';
import { ownWords } from './own-words.ts';
import type { Span } from './recovered.ts';
import { type Context, type Scored, words } from './score.ts';
import { telling } from './telling.ts';

/** The hypotheses as they are answered, with the evidence they cite, numbered. */
export function hypothesesOf(
  scored: readonly Scored[],
  chosen: readonly Scored[],
  span: Span | undefined,
  context: Context,
): { readonly hypotheses: readonly Hypothesis[]; readonly cited: readonly Evidence[] } {
  const book = createEvidenceBook();
  const requestsAreWell = areRequestsWell(context.evidence, context.parameters);
  const hypotheses = scored.map((item, index): Hypothesis => {
    const { candidate } = item;
    const lead = candidate.findings[0]!;
    const next = scored[index + 1];
    const nearTie = next !== undefined && item.score - next.score < context.parameters.nearTie;
    const change = changeOf(candidate, context);
    const onset = candidate.findings.flatMap((finding) => finding.onset ?? []).sort()[0];
    const alike = index === 0 ? indistinguishable(item, scored, context) : [];
    const steps = nextSteps(candidate.cause, candidate.component, {
      ...knownParameters(candidate.component, context.evidence),
      ...lead.parameters,
    });
    const chain = chainOf(candidate, context);
    const features = featuresOf(item, scored, context);
    return {
      rank: index + 1,
      component: candidate.component,
      cause: candidate.cause,
      confidence: confidenceOf(features, context.parameters),
      basis: features,
      summary: lead.statement,
      evidence: [
        ...new Set(
          telling([
            ...candidate.evidence,
            ...saidElsewhere(candidate, context),
            ...ownWords(candidate, context),
            ...broughtAbout(candidate, context),
            ...feltInWords(candidate, context),
          ]).map(book.cite),
        ),
      ],
      contradicting: contradictionsOf(candidate, context, requestsAreWell).map(book.cite),
      explains: item.explains,
      unexplained: item.unexplained,
      reasons: [
        ...item.reasons,
        ...(nearTie ? [`${next.candidate.component} ${words(next.candidate.cause)} is about as likely.`] : []),
        ...(index > 0 && chosen.includes(item) ? ['A fault of its own: it explains what the first does not.'] : []),
      ],
      grade: candidate.grade,
      ...(chain.length > 0 && { chain }),
      ...(alike.length > 0 && { indistinguishable: alike, separatedBy: steps[0]?.text ?? '' }),
      ...(nearTie ? { nearTie } : {}),
      ...(change === undefined ? {} : { change }),
      ...(onset === undefined ? {} : { onset }),
      ...(index === 0 && span !== undefined && { from: span.from, until: span.until }),
      nextSteps: steps,
    };
  });
  return { hypotheses, cited: book.entries() };
}

/** What others' logs say of the same trouble, where what is known of it at its component are figures: words tell more. */
function saidElsewhere({ component, cause, evidence }: Candidate, { candidates }: Context): readonly EvidenceDraft[] {
  if (isChange(cause) || evidence.some(({ source }) => source === 'logs')) return [];
  return candidates
    .filter((other) => other.cause === cause && other.component !== component)
    .flatMap((other) => other.evidence.find(({ source }) => source === 'logs') ?? [])
    .slice(0, 2);
}

/** A symptom that tells what is wrong all the same: a program's own error at the call that fails. */
const TELLING_SYMPTOM: CauseCode = 'application_error';

/**
 * What confidence rests on, for one of the hypotheses. What only restates the trouble of the same component says nothing
 * against what it restates, so it is no rival.
 */
function featuresOf(item: Scored, scored: readonly Scored[], { evidence, reach }: Context): Features {
  const { component, cause } = item.candidate;
  const isEcho = ({ candidate }: Scored) =>
    item === scored[0] && candidate.component === component && isSymptom(candidate.cause);
  const rival = scored.find((one) => one !== item && !isEcho(one));
  return {
    score: item.score,
    margin: rival === undefined ? 1 : item.score - rival.score,
    restates: isSymptom(cause) && cause !== TELLING_SYMPTOM && !isExact(item.candidate) ? 1 : 0,
    grade: Math.min(2, gradeRank(item.candidate.grade)),
    blind:
      (isState(item.candidate.cause) && !isExact(item.candidate) && couldShowMore(item.candidate, evidence)) ||
      hidesCallees(item.candidate, { reach, evidence }),
  };
}

/**
 * Whether a source in which the deeper link of a symptom would stand was not read: logs, or the figures of services. What
 * holds up an operation of the cluster stands in its objects and events.
 */
function couldShowMore({ cause }: Candidate, evidence: EvidenceSet): boolean {
  if (CAUSE_TRAITS[cause].effects[0] === 'blocked')
    return evidence.objects.status !== 'observed' || evidence.events.status !== 'observed';
  return evidence.logs.status !== 'observed' || evidence.metrics.status !== 'observed';
}

/**
 * Whether a cause that only tells of a service's requests may as well lie in a program that it calls and whose requests
 * nobody measures: not measured below is not clean below.
 */
function hidesCallees(
  { component, cause }: Candidate,
  { reach, evidence }: Pick<Context, 'reach' | 'evidence'>,
): boolean {
  if (cause !== 'latency_regression' && cause !== 'availability_regression') return false;
  const metrics = readMetrics(evidence);
  return reach.callees(component.slice(component.indexOf('/') + 1)).some((name) => {
    const callee = componentOf({ kind: 'service', name });
    const isProgram =
      metrics.engineOf(callee) === undefined && PROGRAM.some((one) => metrics.of(callee, one).length > 0);
    return isProgram && !REQUEST_SIGNALS.some((signal) => metrics.of(callee, signal).length > 0);
  });
}

/** What is measured of a program that runs, and of nothing outside. */
const PROGRAM: readonly MetricSignal[] = ['cpu', 'cpu-share', 'memory', 'memory-share'];

/** Hypotheses as likely and as well founded as the best one, at its component: what was read cannot tell them apart. */
function indistinguishable(best: Scored, scored: readonly Scored[], { parameters }: Context): readonly CauseLink[] {
  return scored
    .filter(
      (other) =>
        other !== best &&
        other.above === undefined &&
        best.score - other.score < parameters.nearTie &&
        other.candidate.grade === best.candidate.grade &&
        other.candidate.component === best.candidate.component,
    )
    .map(({ candidate: { component, cause } }) => ({ component, cause }));
}

/** What a cause brought about, nearest first: its own component's links, then those of others that feel it. */
function chainOf(candidate: Candidate, { candidates, reach, parameters }: Context): readonly CauseLink[] {
  return candidates
    .filter((other) => other.belief >= parameters.shownAt && bringsAbout(candidate, other, reach, parameters))
    .sort((a, b) => Number(b.component === candidate.component) - Number(a.component === candidate.component))
    .slice(0, parameters.reasonsShown)
    .map(({ component, cause }) => ({ component, cause }));
}

/** The change that a candidate's own findings blame, else the one blamed at its component where its cause is written. */
function changeOf(candidate: Candidate, { candidates }: Context): string | undefined {
  const own = (one: Candidate) => one.findings.find((finding) => finding.change !== undefined)?.change;
  if (own(candidate) !== undefined || isState(candidate.cause)) return own(candidate);
  const beside = candidates.find((other) => other.component === candidate.component && isChange(other.cause));
  return beside === undefined ? undefined : own(beside);
}

/** Whether a change has nothing but its time in common with what another cause explains: it is no sign of that. */
function isCleared(other: Candidate, candidate: Candidate): boolean {
  return isChange(other.cause) && !isChange(candidate.cause) && gradeRank(other.grade) === 0;
}

/**
 * What else was seen where this candidate is the explanation: a change is believed for the trouble it made. The
 * component's own signs come first, then at most two from those who feel it; a change of another is cleared by it, and no
 * sign of it.
 */
function broughtAbout(candidate: Candidate, { candidates, reach, parameters }: Context): readonly EvidenceDraft[] {
  if (isState(candidate.cause) && !isChange(candidate.cause)) return [];
  const explained = candidates.filter((other) => bringsAbout(candidate, other, reach, parameters));
  const own = explained.filter((other) => other.component === candidate.component && !isCleared(other, candidate));
  const felt = explained.filter((other) => other.component !== candidate.component && !isChange(other.cause));
  const began = onsetOf(candidate);
  // What was last written before it began is of another matter.
  const isSince = ({ source, observedAt }: EvidenceDraft) =>
    source !== 'logs' || began === undefined || observedAt === undefined || Date.parse(observedAt) >= Date.parse(began);
  const firstOf = (others: readonly Candidate[]) =>
    others.flatMap((other) => other.evidence.filter(isSince).slice(0, 2));
  return [...firstOf(own).slice(0, parameters.ownShown), ...firstOf(felt).slice(0, 2)];
}

function createEvidenceBook() {
  const numbered = new Map<string, Evidence>();
  return {
    cite: (draft: EvidenceDraft): string => {
      const key = `${draft.source}\n${draft.target}\n${draft.text}`;
      const known = numbered.get(key);
      if (known !== undefined) return known.id;
      const entry = { ...draft, id: `E${numbered.size + 1}` };
      numbered.set(key, entry);
      return entry.id;
    },
    entries: (): readonly Evidence[] => [...numbered.values()],
  };
}
