import type { Answer, Hypothesis } from '../../domain/answer.ts';
import { causeFamily } from '../../domain/cause.ts';
import type { Evidence, EvidenceDraft, Finding } from '../../domain/finding.ts';
import type { EvidenceSet, Signal } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { PARAMETERS, type Parameters } from '../parameters.ts';
import { nextSteps } from '../remedies/next-steps.ts';
import { fitComplaint, isOfSlowness } from './complaint.ts';
import { confidenceOf } from './confidence.ts';
import { type Candidate, isGeneral, isState, joinCandidates } from './hypotheses.ts';
import { type Reach, readReach } from './reach.ts';

/** An answer but for the runbooks and the time it took. */
export type RankedAnswer = Omit<Answer, 'runbooks' | 'durationMs'>;

/** Kinds whose name is a component's name. */
const NAMED_KINDS: ReadonlySet<string> = new Set([
  'Service',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
]);

interface Scored {
  readonly candidate: Candidate;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly explains: readonly Component[];
  readonly unexplained: readonly Component[];
}

/**
 * Joins findings to hypotheses and orders them. Pure. The verdict is `fault` when one stands, `healthy` when the sources
 * were seen and showed nothing, `unknown` when what would have to be seen was not.
 */
export function rank(
  findings: readonly Finding[],
  evidence: EvidenceSet,
  parameters: Parameters = PARAMETERS,
): RankedAnswer {
  const candidates = joinCandidates(findings);
  const reach = readReach(evidence);
  const symptoms = [
    ...new Set(findings.filter((finding) => finding.cause === undefined).map((finding) => finding.component)),
  ];
  const scope = scopeOf(evidence, reach);
  const scored = candidates
    .map((candidate) => scoreCandidate(candidate, candidates, symptoms, reach, evidence.question, scope, parameters))
    .filter((item) => item.score >= parameters.shownAt)
    .sort((a, b) => b.score - a.score)
    .slice(0, parameters.shown);
  const unknown = unobserved(evidence);
  if (scored.length === 0 || Math.max(...scored.map((item) => item.score)) < parameters.faultAt)
    return nothingFound(evidence, unknown, findings, parameters);

  const book = createEvidenceBook();
  const hypotheses = scored.map((item, index): Hypothesis => {
    const { candidate } = item;
    const next = scored[index + 1];
    const rival = index === 0 ? next : scored[0];
    const nearTie = next !== undefined && item.score - next.score < parameters.nearTie;
    const lead = candidate.findings[0]!;
    const change = changeOf(candidate, candidates);
    const onset = candidate.findings.flatMap((finding) => finding.onset ?? []).sort()[0];
    return {
      rank: index + 1,
      component: candidate.component,
      cause: candidate.cause,
      confidence: confidenceOf(item.score, rival === undefined ? 1 : item.score - rival.score),
      summary: lead.statement,
      evidence: [
        ...new Set([...candidate.evidence, ...broughtAbout(candidate, candidates, reach, parameters)].map(book.cite)),
      ],
      contradicting: [...new Set(candidate.contradicting.map(book.cite))],
      explains: item.explains,
      unexplained: item.unexplained,
      reasons: nearTie
        ? [...item.reasons, `${next.candidate.component} ${words(next.candidate.cause)} is about as likely.`]
        : item.reasons,
      ...(nearTie ? { nearTie } : {}),
      ...(change === undefined ? {} : { change }),
      ...(onset === undefined ? {} : { onset }),
      nextSteps: nextSteps(candidate.cause, candidate.component, {
        ...placeOf(candidate.component, evidence),
        ...lead.parameters,
      }),
    };
  });
  return { verdict: 'fault', hypotheses, evidence: book.entries(), unknown, reasons: [] };
}

function scoreCandidate(
  candidate: Candidate,
  all: readonly Candidate[],
  symptoms: readonly Component[],
  reach: Reach,
  question: string | undefined,
  scope: ReadonlySet<Component> | undefined,
  parameters: Parameters,
): Scored {
  const reasons = [
    `${candidate.findings.length === 1 ? 'One finding names' : `${candidate.findings.length} findings name`} it: ${candidate.findings[0]!.statement}`,
  ];
  const dependants = reach.dependants(candidate.component);
  const felt = new Set<Component>([candidate.component, ...candidate.explains, ...dependants]);
  const explains = [
    ...new Set([
      ...candidate.explains,
      ...symptoms.filter((symptom) => symptom !== candidate.component && dependants.has(symptom)),
    ]),
  ];
  const unexplained = symptoms.filter((symptom) => !felt.has(symptom));
  let score = candidate.belief;
  if (candidate.contradicting.length > 0)
    reasons.push(`${candidate.contradicting.length} observations speak against it.`);
  if (symptoms.length > 0) {
    score *= 1 - parameters.coverageWeight * (unexplained.length / symptoms.length);
    if (unexplained.length === 0) reasons.push('It explains every symptom seen.');
    else reasons.push(`It leaves unexplained: ${unexplained.slice(0, 5).join(', ')}.`);
  }
  const above = explanationOf(candidate, all, reach, parameters);
  if (above !== undefined) {
    score *= parameters.explainedShare;
    reasons.push(`It is likely a symptom of ${above.component} ${words(above.cause)}.`);
  }
  const fit = fitComplaint(candidate.cause, question);
  score = Math.min(1, score + fit.weight * (1 - score));
  if (fit.reason !== undefined) reasons.push(`The complaint fits: ${fit.reason}.`);
  const inScope =
    scope === undefined ||
    scope.has(candidate.component) ||
    candidate.explains.some((component) => scope.has(component) && component.startsWith('service/'));
  if (!inScope) {
    score *= parameters.outOfScopeShare;
    reasons.push('It is neither what was asked about nor something that depends on or serves it.');
  }
  return { candidate, score, reasons, explains, unexplained };
}

/** The change that a candidate's own findings blame, else the one blamed at its component where its cause is written. */
function changeOf(candidate: Candidate, all: readonly Candidate[]): string | undefined {
  const own = (one: Candidate) => one.findings.find((finding) => finding.change !== undefined)?.change;
  if (own(candidate) !== undefined || isState(candidate.cause)) return own(candidate);
  const beside = all.find((other) => other.component === candidate.component && causeFamily(other.cause) === 'change');
  return beside === undefined ? undefined : own(beside);
}

/** The surer candidate upstream that would bring this one about, if there is one. */
function explanationOf(
  candidate: Candidate,
  all: readonly Candidate[],
  reach: Reach,
  parameters: Parameters,
): Candidate | undefined {
  return all.find((other) => {
    if (other === candidate || other.belief < parameters.explainsAt) return false;
    if (other.component === candidate.component) {
      if (causeFamily(candidate.cause) === 'change')
        return !isState(other.cause) && !isChange(other) && other.belief >= 0.8;
      return isGeneral(candidate.cause) && !isGeneral(other.cause) && other.belief >= candidate.belief * 0.8;
    }
    if (!isState(candidate.cause)) return false;
    if (isState(other.cause) && other.belief < candidate.belief) return false;
    return other.explains.includes(candidate.component) || reach.dependants(other.component).has(candidate.component);
  });
}

/**
 * What else was seen where this candidate is the explanation: a change is believed for the trouble it made. The
 * component's own signs come first, then at most two from those who feel it.
 */
function broughtAbout(
  candidate: Candidate,
  all: readonly Candidate[],
  reach: Reach,
  parameters: Parameters,
): readonly EvidenceDraft[] {
  if (isState(candidate.cause) && !isChange(candidate)) return [];
  const explained = all.filter((other) => explanationOf(other, all, reach, parameters) === candidate);
  const own = explained.filter((other) => other.component === candidate.component);
  const felt = explained.filter((other) => other.component !== candidate.component);
  const firstOf = (others: readonly Candidate[]) => others.flatMap((other) => other.evidence.slice(0, 2));
  return [...firstOf(own).slice(0, 4), ...firstOf(felt).slice(0, 2)];
}

/**
 * What commands name: the namespace that holds a workload or Service of that name, else the only one there is; and the
 * kind of the workload, where there is but one of that name.
 */
function placeOf(component: Component, evidence: EvidenceSet): Readonly<Record<string, string>> {
  const name = component.slice(component.indexOf('/') + 1);
  const objects = evidence.objects.status === 'observed' ? evidence.objects.value : [];
  const owners = objects.filter(({ kind, metadata }) => NAMED_KINDS.has(kind) && metadata.name === name);
  const workloads = owners.filter(({ kind }) => kind !== 'Service');
  const service = owners.find(({ kind }) => kind === 'Service');
  const only = workloads.length === 1 && component.startsWith('service/') ? workloads[0] : undefined;
  const namespace =
    (only ?? owners[0])?.metadata.namespace ?? (evidence.namespaces.length === 1 ? evidence.namespaces[0] : undefined);
  return {
    ...(namespace !== undefined && { namespace }),
    ...(service && { service: name }),
    ...(only && { workload: name, kind: only.kind.toLowerCase() }),
  };
}

function isChange(candidate: Candidate): boolean {
  return causeFamily(candidate.cause) === 'change';
}

/** What was asked about, with what it depends on; undefined when the whole system was asked about. */
function scopeOf(evidence: EvidenceSet, reach: Reach): ReadonlySet<Component> | undefined {
  if (evidence.target === undefined) return undefined;
  const asked = componentOf(evidence.target);
  return new Set([
    asked,
    ...reach.dependencies(asked),
    ...(evidence.target.kind === 'service' ? [] : reach.dependants(asked)),
  ]);
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
  return signals.flatMap((signal) => {
    const observed = evidence[signal];
    if (observed.status === 'unknown') return [`${signal}: ${observed.reason}`];
    return observed.truncated === undefined ? [] : [`${signal}: ${observed.truncated}`];
  });
}

/**
 * Nothing stands out: healthy where objects, events and telemetry were seen (after a complaint of slowness, figures that
 * would show it), unknown otherwise.
 */
function nothingFound(
  evidence: EvidenceSet,
  unknown: readonly string[],
  findings: readonly Finding[],
  parameters: Parameters,
): RankedAnswer {
  const seen = (signal: Signal) => evidence[signal].status === 'observed';
  const measured = seen('metrics') || seen('traces') || !isOfSlowness(evidence.question);
  const enough = seen('objects') && seen('events') && (seen('logs') || seen('metrics')) && measured;
  // Too weak to be called a fault, too much to be called nothing.
  const symptoms = findings.filter(
    ({ cause, strength }) => strength >= (cause === undefined ? parameters.symptomAt : parameters.hintAt),
  );
  if (enough && symptoms.length === 0) {
    return {
      verdict: 'healthy',
      hypotheses: [],
      evidence: [],
      unknown,
      reasons: ['Objects, events and telemetry were read, and no rule found a fault.'],
    };
  }
  const reasons = [
    ...symptoms
      .slice(0, 5)
      .map(({ statement, cause }) =>
        cause === undefined
          ? `${statement} No cause for it was found.`
          : `${statement} That alone is too little to go by.`,
      ),
    ...(enough ? [] : [`Not seen: ${unknown.join('; ')}.`]),
  ];
  return { verdict: 'unknown', hypotheses: [], evidence: [], unknown, reasons };
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

function words(cause: string): string {
  return cause.replaceAll('_', ' ');
}
