import type { EvidenceDraft } from '../../domain/finding.ts';
import type { Observation, ObservationKind } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { CAUSE_TRAITS, type Effect } from '../knowledge/causes/index.ts';
import { isOver } from '../observe/time.ts';
import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import type { Explainer } from './explain.ts';

/** From when to when something was wrong, RFC 3339. */
export interface Span {
  readonly from: string;
  readonly until: string;
  /** Whether it was so short that nobody need hear of it. */
  readonly passing: boolean;
}

/** Kinds that show an end by being well again; that an event does not come again shows nothing. */
const ENDS: ReadonlySet<ObservationKind> = new Set<ObservationKind>([
  'alert',
  'error-ratio',
  'latency',
  'log-errors',
  'restarts',
  'traffic',
]);

/** Kinds that measure what requests and those who send them feel; their own figures tell when that began. */
export const MEASURED: ReadonlySet<ObservationKind> = new Set<ObservationKind>(['error-ratio', 'latency', 'traffic']);

/** What only tells again of what other kinds show: text that stays when its subject is well. */
const RETOLD: ReadonlySet<ObservationKind> = new Set<ObservationKind>(['last-words', 'symptom']);

/** Tools whose readings say when something happened last; what stands in an object is dated by when it was made. */
const TOLD_EACH_TIME: ReadonlySet<string> = new Set(['summarize_logs', 'list_events']);

/** Effects that pass; what keeps pods from being made or found stands in the objects for as long as it lasts, unless a figure shows its end. */
const PASSING: ReadonlySet<Effect> = new Set<Effect>(['failing', 'slow', 'late', 'crashing', 'lookup', 'node']);

/**
 * The span of a fault that is over: everything felt of it has ended, and nothing of it goes on but echoes. Undefined while
 * any of it lasts, where a figure of the cause itself is still where it went, or where nothing dated is explained.
 */
export function spanOf(
  candidate: Candidate,
  observations: readonly Observation[],
  explainer: Explainer,
  evidence: EvidenceSet,
  parameters: Parameters,
): Span | undefined {
  const own = candidate.findings.filter((finding) => finding.until !== undefined);
  const showsEnd = own.length > 0 && own.length === candidate.findings.length;
  if (!showsEnd && !PASSING.has(CAUSE_TRAITS[candidate.cause].effects[0]!)) return undefined;
  if (candidate.findings.some(({ lasts }) => lasts === true)) return undefined;
  const onset = candidate.findings.flatMap((finding) => finding.onset ?? []).sort()[0];
  const explained = observations.filter(
    (one) =>
      one.class === 'relevant' &&
      !isBefore(one, onset, parameters) &&
      explainer.probability(one, candidate) >= parameters.explainedAt,
  );
  const over = withoutLaterBlips(
    explained.filter(({ kind, until }) => until !== undefined && ENDS.has(kind)),
    own,
    parameters,
  );
  const usual = usualErrors(over, observations, parameters);
  const ended = over.filter((one) => !usual(one));
  const from = [...ended.map((one) => one.from), ...own.map((one) => one.onset)]
    .filter((one) => one !== undefined)
    .sort()[0];
  const until = [...ended, ...own]
    .map((one) => one.until!)
    .sort()
    .at(-1);
  if (from === undefined || until === undefined || until >= evidence.asOf) return undefined;
  // In other words, after the first ones had ended: one stage gave way to the next. Or well after what was felt had ended, as
  // with what strikes at each of several moves: the next end is one of several.
  const told = candidate.findings
    .filter((finding) => finding.until === undefined)
    .flatMap((one) => one.evidence)
    .filter((one) => !onlyTrickles(one, until, observations, ended, usual));
  if (own.length > 0 && told.some((one) => one.source === 'logs' && isAfter(one, until, 0))) return undefined;
  if (told.some((one) => TOLD_EACH_TIME.has(one.tool) && isAfter(one, until, parameters.overAfterMs))) return undefined;
  const shortest = [...ended, ...own].every((one) => 'kind' in one && one.kind === 'latency')
    ? parameters.passingLatencyMs
    : parameters.passingMs;
  const passing = Date.parse(until) - Date.parse(from) < shortest && !explained.some(({ kind }) => kind === 'alert');
  // What was well for a minute only may come back the next.
  if (!passing && !isOver(until, evidence, parameters)) return undefined;
  const span = { from, until, passing };
  // An alert that began meanwhile and fires on may be of it, whoever it is about.
  const alerts = observations.filter((one) => one.kind === 'alert' && one.class === 'relevant' && isWithin(one, span));
  const lasting = [...new Set([...explained, ...alerts])].filter(
    (one) => one.until === undefined && !usual(one) && !isOlder(one, span, evidence, parameters),
  );
  const measured = ended.some(({ kind }) => MEASURED.has(kind)) && !lasting.some(({ kind }) => MEASURED.has(kind));
  return lasting.every((one) => isEcho(one, candidate, span, measured, parameters)) ? span : undefined;
}

/**
 * Whether lines that a cause was read from go on as the errors of who is well do: their surge ended, or they stand, or they
 * came so before, while requests were measured to be well again. A log of single failures has no last line.
 */
function onlyTrickles(
  told: EvidenceDraft,
  until: string,
  observations: readonly Observation[],
  ended: readonly Observation[],
  usual: (one: Observation) => boolean,
): boolean {
  if (told.source !== 'logs' || !ended.some(({ kind }) => kind === 'error-ratio')) return false;
  return observations.some(
    (one) =>
      one.kind === 'log-errors' &&
      one.evidence.some(({ target, text }) => target === told.target && text === told.text) &&
      ((one.until !== undefined && one.until <= until) || one.class !== 'relevant' || usual(one)),
  );
}

/**
 * Without what was slow for a minute or so well after all else had ended: any service has a slow minute now and then, as in
 * a collection of garbage, and one after the fault is no part of it. Failures that come back are.
 */
function withoutLaterBlips(
  over: readonly Observation[],
  own: Candidate['findings'],
  { passingLatencyMs, overAfterMs }: Parameters,
): readonly Observation[] {
  const isBlip = ({ kind, from = '', until = '' }: Observation) =>
    kind === 'latency' && Date.parse(until) - Date.parse(from) < passingLatencyMs;
  const ends = [...over.filter((one) => !isBlip(one)), ...own].map(({ until }) => Date.parse(until!));
  const ended = ends.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ends);
  return over.filter((one) => !isBlip(one) || Date.parse(one.from ?? '') <= ended + overAfterMs);
}

function isWithin({ from }: Observation, span: Span): boolean {
  return from !== undefined && from >= span.from && from <= span.until;
}

function isAfter({ observedAt = '' }: EvidenceDraft, until: string, byMs: number): boolean {
  return Date.parse(observedAt) > Date.parse(until) + byMs;
}

/** Whether something was over before the cause began: no effect comes before its cause. */
function isBefore({ until }: Observation, onset: string | undefined, { passingMs }: Parameters): boolean {
  return until !== undefined && onset !== undefined && Date.parse(until) < Date.parse(onset) - passingMs;
}

/**
 * The errors of those whose requests were counted that were written before requests began to fail, which they do no more:
 * they tell of what fails now and then as they always did. A service that is well has an error ratio that is not nought,
 * and a budget for it (Google, "Site Reliability Engineering", ch. 3): that its log goes on as before is no fault.
 */
function usualErrors(
  over: readonly Observation[],
  observations: readonly Observation[],
  { overAfterMs }: Parameters,
): (one: Observation) => boolean {
  const ratios = over.filter(({ kind }) => kind === 'error-ratio');
  const began = Math.min(...ratios.map(({ from }) => Date.parse(from ?? '')));
  const lasts = observations.some(
    (one) => one.class === 'relevant' && MEASURED.has(one.kind) && one.until === undefined,
  );
  const counted = new Set(lasts ? [] : ratios.map(({ component }) => component));
  return ({ kind, component, from = '' }) =>
    kind === 'log-errors' && counted.has(component) && Date.parse(from) < began - overAfterMs;
}

/** Whether an error trickled on before the window and before anything of the fault: what ended is not its doing. */
function isOlder(
  { kind, from }: Observation,
  span: Span,
  { window }: EvidenceSet,
  { overAfterMs }: Parameters,
): boolean {
  if (kind !== 'log-errors' || from === undefined || from >= window.start) return false;
  return Date.parse(from) < Date.parse(span.from) - overAfterMs;
}

/**
 * Whether something without an end only tells again of what is over: an event or error that has not come since, text that
 * stays, and an alert that began meanwhile and looks back over some time, where requests were measured and are well again.
 */
function isEcho(
  one: Observation,
  { component }: Candidate,
  span: Span,
  measured: boolean,
  parameters: Parameters,
): boolean {
  if (RETOLD.has(one.kind)) return true;
  // A figure of another than the cause that nobody feels: what had to wait is worked off, and pools that grew stay so. What
  // moved as the trouble ended is how it ended.
  if (one.kind === 'limit')
    return measured && (one.component !== component || (one.from !== undefined && one.from >= span.until));
  const end = Date.parse(span.until) + parameters.overAfterMs;
  // Lines without times tell neither that it lasts nor that it ended: requests that were measured do.
  if (one.kind === 'log-errors' && one.from === undefined && one.lastSeen === undefined) return measured;
  if (one.kind === 'event' || one.kind === 'log-errors')
    return one.lastSeen !== undefined && Date.parse(one.lastSeen) <= end;
  const began = one.from === undefined ? Number.NaN : Date.parse(one.from);
  return one.kind === 'alert' && measured && began >= Date.parse(span.from) && began <= end;
}
