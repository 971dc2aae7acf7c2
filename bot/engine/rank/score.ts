import type { CauseCode } from '../../domain/cause.ts';
import type { Observation, ObservationKind } from '../../domain/observation.ts';
import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { CAUSE_TRAITS } from '../knowledge/causes/index.ts';
import type { ComplaintKind } from '../knowledge/complaint-words.ts';
import { componentOfSli } from '../observe/service-levels.ts';
import type { Parameters } from '../parameters.ts';
import type { Asked } from './asked.ts';
import type { Candidate } from './candidates.ts';
import { cannotTake } from './cannot-take.ts';
import { fitComplaint, namesIt } from './complaint.ts';
import { isChange } from './depth.ts';
import { earlierThan, isPast, lastEnd, lastSeen, presentSince } from './earlier.ts';
import type { Explainer } from './explain.ts';
import { gradeRank } from './grades.ts';
import { belowOf, linksAbove } from './links.ts';
import { beganWhenNamed } from './named-times.ts';
import { isOfNobodysNames } from './nobodys-names.ts';
import type { Reach } from './reach.ts';
import { spanOf } from './recovered.ts';
import { isWellAtHome } from './well-at-home.ts';

/** All that a hypothesis is weighed with. */
export interface Context {
  readonly candidates: readonly Candidate[];
  readonly observations: readonly Observation[];
  readonly reach: Reach;
  readonly asked: Asked | undefined;
  readonly complaint: ReadonlySet<ComplaintKind>;
  readonly explainer: Explainer;
  readonly evidence: EvidenceSet;
  readonly parameters: Parameters;
}

export interface Scored {
  readonly candidate: Candidate;
  /** 0 to 1. */
  readonly score: number;
  /** The deeper link that brought it about, if there is one. */
  readonly above: Candidate | undefined;
  readonly reasons: readonly string[];
  readonly explains: readonly Component[];
  readonly unexplained: readonly Component[];
  /** Whether it is what was asked about, or can reach it. */
  readonly inScope: boolean;
}

/**
 * Every hypothesis worth showing, likeliest first. With `trusting`, what a complaint is of counts as felt there, whatever
 * the figures of requests say: for where nothing stands without it.
 */
export function scoreAll(context: Context, trusting = false): readonly Scored[] {
  const { candidates, asked, reach, parameters } = context;
  const symptoms = [
    ...new Set(
      context.observations
        .filter((one) => one.class === 'relevant' && !one.component.startsWith('namespace/'))
        .map((one) => one.component),
    ),
  ];
  const scope = asked === undefined ? undefined : scopeOf(asked, reach);
  const likely = candidates.filter(({ belief }) => belief >= parameters.shownAt);
  const began = earlierThan(presentSince(context), context.observations);
  const isEarlier = (candidate: Candidate) => began(candidate) || isPast(candidate, context);
  const links = linksAbove(likely, reach, parameters, (candidate) => !isEarlier(candidate));
  return likely
    .map((candidate) =>
      scoreOne(
        candidate,
        { above: links.get(candidate), below: belowOf(candidate, links) },
        symptoms,
        scope,
        trusting,
        isEarlier(candidate),
        context,
      ),
    )
    .filter(({ score }) => score >= parameters.shownAt)
    .sort((a, b) => b.score - a.score)
    .slice(0, parameters.shown);
}

function scoreOne(
  candidate: Candidate,
  { above, below }: { readonly above: Candidate | undefined; readonly below: readonly Candidate[] },
  symptoms: readonly Component[],
  scope: ReadonlySet<Component> | undefined,
  trusting: boolean,
  isEarlier: boolean,
  context: Context,
): Scored {
  const { reach, complaint, evidence, parameters } = context;
  const { findings } = candidate;
  const reasons = [
    `${findings.length === 1 ? 'One finding names' : `${findings.length} findings name`} it: ${findings[0]!.statement}`,
  ];
  const dependants = reach.dependants(candidate.component);
  const felt = new Set<Component>([
    candidate.component,
    ...candidate.explains,
    ...dependants,
    ...below.flatMap(({ component, explains }) => [component, ...explains, ...reach.dependants(component)]),
  ]);
  const explains = [
    ...new Set([
      ...candidate.explains,
      ...symptoms.filter((symptom) => symptom !== candidate.component && dependants.has(symptom)),
    ]),
  ];
  const unexplained = symptoms.filter((symptom) => !felt.has(symptom));
  let score = candidate.belief;
  if (symptoms.length > 0) {
    score *= 1 - parameters.coverageWeight * (unexplained.length / symptoms.length);
    if (unexplained.length === 0) reasons.push('It explains every symptom seen.');
    else reasons.push(`It leaves unexplained: ${unexplained.slice(0, parameters.reasonsShown).join(', ')}.`);
  }
  const fit = fitComplaint(candidate.cause, complaint, parameters);
  const complainedOf =
    trusting &&
    !isChange(candidate.cause) &&
    !isBelied(candidate, context) &&
    !isComplaintBelied(context) &&
    fit.weight > 0 &&
    [...felt].some((one) => namesIt(evidence.question, one));
  const unfelt =
    (isDeniedByCallers(candidate, context) && !below.some((one) => cannotTake(candidate, one))) ||
    isOfNobodysNames(candidate, context) ||
    (mustBeFelt(candidate) &&
      !complainedOf &&
      (isBelied(candidate, context) || ![candidate, ...below].some((one) => isFelt(one, context))));
  if (unfelt) {
    score *= parameters.unfeltShare;
    reasons.push('Nobody feels it: no request, pod, alert or log is out of order where it would show.');
  }
  if (hasOutlived(candidate, context)) {
    score *= parameters.outlivedShare;
    reasons.push('The trouble ended, and nothing read says that the change was undone.');
  }
  if (above !== undefined) {
    score *= parameters.explainedShare;
    reasons.push(`It is likely a symptom of ${above.component} ${words(above.cause)}.`);
  }
  if (isEarlier) {
    score *= parameters.standingShare;
    const ended = new Date((lastSeen(candidate) ?? lastEnd(candidate))!);
    reasons.push(`It was last seen at ${ended.toISOString()}, and what is wrong now is another matter.`);
  }
  // A complaint adds nothing to what the figures of requests say is not so.
  if (!unfelt) score = Math.min(1, score + fit.weight);
  if (!unfelt && fit.reason !== undefined) reasons.push(`The complaint fits: ${fit.reason}.`);
  const inScope =
    scope === undefined ||
    scope.has(candidate.component) ||
    candidate.explains.some((component) => scope.has(component) && component.startsWith('service/'));
  if (!inScope) {
    score *= parameters.outOfScopeShare;
    reasons.push('It is neither what was asked about nor something that depends on or serves it.');
  }
  return { candidate, score, above, reasons, explains, unexplained, inScope };
}

/**
 * A change, slowness or a machine's pressure that is only measured: without harm it is a busy day. That a limit on the
 * processor holds a container back is how it works, however much: kubernetes-mixin's CPUThrottlingHigh has severity info.
 */
function mustBeFelt({ cause, grade, until }: Candidate): boolean {
  const { effects } = CAUSE_TRAITS[cause];
  // A queue takes up what comes in bursts: that it filled and was worked off is what it is for.
  if (cause === 'queue_backlog' && gradeRank(grade) <= 1) return until !== undefined;
  // So is a server that takes another's place, as it does for each maintenance, after which the other takes no writes.
  if (cause === 'database_failover' || (cause === 'database_read_only' && gradeRank(grade) <= 1)) return true;
  if (cause === 'pod_cpu_throttled' && grade === 'shown') return true;
  if (gradeRank(grade) > 1) return false;
  return effects[0] === 'slow' || isChange(cause) || effects.every((effect) => effect === 'node');
}

/**
 * Whether anything that people or programs feel is explained by a cause: a moved figure alone is no fault. Its own
 * evidence counts where that is a symptom itself. Who complains of failures alone, while failures were counted, does not
 * feel slowness, unless that began when they say.
 */
function isFelt(candidate: Candidate, { observations, explainer, complaint, evidence, parameters }: Context): boolean {
  const asked = complaint.size > 0 && [...complaint].every((kind) => OF_FAILURES.has(kind));
  const counted = evidence.slis?.status === 'observed' && evidence.slis.value.items.some(isOfFailures);
  return observations.some(
    (one) =>
      one.class === 'relevant' &&
      one.kind !== 'limit' &&
      !(one.kind === 'alert' && PROCESSOR.has(candidate.cause) && /cpu|throttl|load/i.test(one.name)) &&
      !(asked && counted && one.kind === 'latency' && !beganWhenNamed(one, evidence, parameters)) &&
      explainer.probability(one, candidate) >= parameters.explainedAt,
  );
}

/** Causes that an alert on the processor only tells again. */
const PROCESSOR: ReadonlySet<CauseCode> = new Set<CauseCode>(['pod_cpu_throttled', 'pod_cpu_overload']);

/**
 * Whether figures of requests say nothing of a cause that only restates them, or that shows in them: those of its own
 * component were read, and none of them moved by what a person would notice.
 */
function isBelied(candidate: Candidate, context: Context): boolean {
  const { component, cause, grade } = candidate;
  if (isWellAtHome(candidate, context)) return true;
  const restated = RESTATED.get(cause);
  return restated !== undefined && gradeRank(grade) <= 1 && isWell(component, restated, context);
}

/**
 * Whether only lines in the logs of callers tell of a failing callee, and none of them fails more of its requests than
 * usual: every busy system writes a few timeouts a minute (client retries absorb them).
 */
function isDeniedByCallers({ cause, grade, reportedBy }: Candidate, context: Context): boolean {
  if (cause !== 'dependency_unavailable' || gradeRank(grade) > 1 || reportedBy.length === 0) return false;
  return reportedBy.every((caller) => isWell(caller, 'error_ratio', context) && isWell(caller, 'latency', context));
}

/** Whether what is complained of was measured at what was asked about, and is as ever. */
function isComplaintBelied(context: Context): boolean {
  const { asked, complaint } = context;
  const [kind, ...others] = complaint;
  const indicator = kind === undefined || others.length > 0 ? undefined : MEASURED_BY.get(kind);
  return asked !== undefined && indicator !== undefined && isWell(asked.component, indicator, context);
}

const MEASURED_BY: ReadonlyMap<ComplaintKind, Restated> = new Map<ComplaintKind, Restated>([
  ['latency', 'latency'],
  ['errors', 'error_ratio'],
]);

/** Whether an indicator of a component was read and nothing like it is out of order there. */
export function isWell(component: Component, indicator: Restated, { observations, evidence }: Context): boolean {
  if (evidence.slis?.status !== 'observed') return false;
  const isRead = evidence.slis.value.items.some(
    (one) => one.indicator === indicator && one.normal !== undefined && componentOfSli(one) === component,
  );
  return (
    isRead &&
    !observations.some(
      (one) => one.class === 'relevant' && one.component === component && SHOWS[indicator].includes(one.kind),
    )
  );
}

/** Indicators of requests that a cause may say again. */
export type Restated = 'latency' | 'error_ratio';

/** What a cause restates of the requests of its component. */
const RESTATED: ReadonlyMap<CauseCode, Restated> = new Map<CauseCode, Restated>([
  ['latency_regression', 'latency'],
  ['availability_regression', 'error_ratio'],
]);

/** Observations in which it shows that an indicator is out of order. */
const SHOWS: Readonly<Record<Restated, readonly ObservationKind[]>> = {
  latency: ['latency', 'alert'],
  error_ratio: ['error-ratio', 'availability', 'alert', 'log-errors', 'symptom'],
};

const OF_FAILURES: ReadonlySet<ComplaintKind> = new Set(['errors', 'availability']);

function isOfFailures({ indicator }: Sli): boolean {
  return indicator === 'error_ratio';
}

/** Whether a change that only coincides with the trouble is still in place when the trouble is over. */
export function hasOutlived(candidate: Candidate, { observations, explainer, evidence, parameters }: Context): boolean {
  if (!isChange(candidate.cause) || gradeRank(candidate.grade) > 0) return false;
  const span = spanOf(candidate, observations, explainer, evidence, parameters);
  return span !== undefined && !span.passing;
}

/** What was asked about, with what it depends on. */
function scopeOf({ component, target }: Asked, reach: Reach): ReadonlySet<Component> {
  return new Set([
    component,
    ...reach.dependencies(component),
    ...(target.kind === 'service' ? [] : reach.dependants(component)),
  ]);
}

export function words(cause: string): string {
  return cause.replaceAll('_', ' ');
}
