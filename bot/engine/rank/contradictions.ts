import type { EvidenceDraft } from '../../domain/finding.ts';
import type { Measured, ObservationKind } from '../../domain/observation.ts';
import type { Component } from '../../domain/target.ts';
import { CAUSE_TRAITS, type Effect } from '../knowledge/causes/index.ts';
import { isPredicted } from '../knowledge/codebook.ts';
import type { ComplaintKind } from '../knowledge/complaint-words.ts';
import { componentOfSli } from '../observe/service-levels.ts';
import { FORMAT } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import { lastEnd } from './earlier.ts';
import { gradeRank } from './grades.ts';
import { readingOf } from './measure.ts';
import { onsetOf } from './onset.ts';
import { type Context, hasOutlived, isWell, type Restated } from './score.ts';

/**
 * What was read and speaks against a hypothesis: trouble that it is said to explain and that began well before it, what it
 * would show and was measured to be as ever, and trouble that ended while a change stands. The first weighs most. What was
 * not read is no contradiction. `requestsAreWell`: whether they are measured, and well wherever they are.
 */
export function contradictionsOf(
  candidate: Candidate,
  context: Context,
  requestsAreWell: boolean,
): readonly EvidenceDraft[] {
  return [
    ...beganBefore(candidate, context),
    ...(hasOutlived(candidate, context) ? stillInPlace(candidate, context) : []),
    ...absent(candidate, context, requestsAreWell),
  ].slice(0, context.parameters.reasonsShown);
}

/** Kinds that are dated by what was measured, or by a rule that waited before it fired. */
const DATED: ReadonlySet<ObservationKind> = new Set<ObservationKind>(['error-ratio', 'latency', 'alert']);

/** What it is said to explain lasted already when the first sign of it came, by more than two sources differ in time. */
function beganBefore(candidate: Candidate, context: Context): readonly EvidenceDraft[] {
  const { observations, explainer, parameters } = context;
  const began = onsetOf(candidate);
  // Of what ends again and again the last end is kept, and not when it began to.
  if (began === undefined || lastEnd(candidate) !== undefined) return [];
  const cited = new Set(candidate.evidence.map(({ target, text }) => `${target}\n${text}`));
  const early = observations.filter(
    ({ kind, class: of, component, from, until, evidence }) =>
      DATED.has(kind) &&
      of === 'relevant' &&
      !component.startsWith('namespace/') &&
      !(kind === 'alert' && component === candidate.component) &&
      from !== undefined &&
      Date.parse(from) + parameters.overAfterMs < Date.parse(began) &&
      (until === undefined || until > began) &&
      !evidence.some(({ target, text }) => cited.has(`${target}\n${text}`)),
  );
  return early
    .filter((one) => explainer.probability(one, candidate) >= parameters.explainedAt)
    .sort((a, b) => Date.parse(a.from!) - Date.parse(b.from!))
    .flatMap(({ evidence: [seen], from }) => {
      const minutes = Math.round((Date.parse(began) - Date.parse(from!)) / FORMAT.minute);
      return seen === undefined
        ? []
        : [{ ...seen, text: `Began ${minutes} minutes before the first sign of it: ${seen.text}` }];
    });
}

/** The last of what ended, under a change that is not known to be undone. */
function stillInPlace(
  candidate: Candidate,
  { observations, explainer, parameters }: Context,
): readonly EvidenceDraft[] {
  const [last] = observations
    .filter((one) => one.until !== undefined && explainer.probability(one, candidate) >= parameters.explainedAt)
    .sort((a, b) => Date.parse(b.until!) - Date.parse(a.until!));
  const [seen] = last?.evidence ?? [];
  if (seen === undefined) return [];
  return [{ ...seen, text: `Ended, and nothing read says that the change was undone: ${seen.text}` }];
}

/** What is measured of each kind of trouble. */
const MEASURED_AS: readonly (readonly [ObservationKind, Restated, ComplaintKind])[] = [
  ['error-ratio', 'error_ratio', 'errors'],
  ['latency', 'latency', 'latency'],
];
const REPLICAS = ['replicas', undefined, 'availability'] as const;

/** Effects that requests feel, whichever way. */
const FELT: ReadonlySet<Effect> = new Set<Effect>([
  'absent',
  'pending',
  'not-started',
  'crashing',
  'not-ready',
  'unreachable',
  'failing',
  'slow',
  'lookup',
  'node',
]);

/** What it would show at its own component, else at those that depend on it, where that was measured and is as ever. */
function absent(candidate: Candidate, context: Context, requestsAreWell: boolean): readonly EvidenceDraft[] {
  const [effect] = CAUSE_TRAITS[candidate.cause].effects;
  if (effect === undefined) return [];
  const own = MEASURED_AS.filter(
    ([kind, indicator]) => isPredicted(effect, kind) && isAsEver(candidate.component, indicator, context),
  ).flatMap((kind) => reading(candidate.component, kind, context));
  const wanted = isPredicted(effect, 'replicas') ? reading(candidate.component, REPLICAS, context) : [];
  if (own.length > 0 || wanted.length > 0) return [...own, ...wanted];
  if (!FELT.has(effect)) return [];
  const feltByCallers = feltByNobody(candidate, effect, context);
  return feltByCallers.length === 0 && requestsAreWell ? wellEverywhere(candidate, context) : feltByCallers;
}

/**
 * Figures of one that may depend on it, directly or not, where requests are well wherever they are measured; of any service
 * against what is only measured and not told by a source with authority.
 */
function wellEverywhere(candidate: Candidate, context: Context): readonly EvidenceDraft[] {
  const told = gradeRank(candidate.grade) > 1;
  const served = [...(told ? context.reach.dependants(candidate.component) : measuredServices(context))];
  return MEASURED_AS.flatMap((kind) => {
    for (const one of served) {
      const read = isAsEver(one, kind[1], context) ? reading(one, kind, context) : [];
      if (read.length > 0) return read;
    }
    return [];
  });
}

function measuredServices({ evidence }: Context): ReadonlySet<Component> {
  return new Set(evidence.slis?.status === 'observed' ? evidence.slis.value.items.map(componentOfSli) : []);
}

/** Where all direct callers that are measured are well: one that is not shows that it is felt. */
function feltByNobody(candidate: Candidate, effect: Effect, context: Context): readonly EvidenceDraft[] {
  const callers = [...context.reach.callers(candidate.component)];
  const kinds = MEASURED_AS.filter(([kind]) => effect !== 'slow' || kind === 'latency');
  const measured = callers.filter((caller) => isRead(caller, context));
  const isUntouched = (caller: Component) => kinds.every(([, indicator]) => isAsEver(caller, indicator, context));
  if (measured.length === 0 || !measured.every(isUntouched)) return [];
  return measured.flatMap((caller) => kinds.flatMap((kind) => reading(caller, kind, context)));
}

function isRead(component: Component, context: Context): boolean {
  return (
    context.observations.some((one) => one.component === component) ||
    MEASURED_AS.some((kind) => reading(component, kind, context).length > 0)
  );
}

/** Whether an indicator was counted and stayed where it had been: worse by less than is told of as trouble is no proof. */
function isAsEver(component: Component, indicator: Restated, context: Context): boolean {
  const { slis } = context.evidence;
  if (slis?.status !== 'observed' || !isWell(component, indicator, context)) return false;
  return slis.value.items
    .filter((one) => one.indicator === indicator && componentOfSli(one) === component)
    .every(({ onset, normal = 0, spread = 0, value, failed, requests }) => {
      const counted = failed !== undefined && requests ? failed / requests : value;
      return onset === undefined && requests !== 0 && counted <= normal + spread;
    });
}

/** The chief figure of one kind that was read of a component, if any was. */
function reading(
  component: Component,
  [signal, , complaint]: readonly [ObservationKind, unknown, ComplaintKind],
  { evidence, parameters }: Context,
): readonly EvidenceDraft[] {
  const read = readingOf(complaint, signal, component, evidence, parameters);
  return read === undefined ? [] : [evidenceOf(read)];
}

/** What tells of pods stands in the cluster's objects; all else is measured. */
function evidenceOf({ component, text, unit }: Measured): EvidenceDraft {
  return unit === 'pods'
    ? { source: 'kubernetes', tool: 'list_objects', target: component, text }
    : { source: 'metrics', tool: 'list_slis', target: component, text: `As usual: ${text}` };
}
