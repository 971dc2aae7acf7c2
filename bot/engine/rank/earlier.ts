import type { CauseCode } from '../../domain/cause.ts';
import type { Observation, ObservationKind } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { CAUSE_TRAITS } from '../knowledge/causes/index.ts';
import { FORMAT, type Parameters } from '../parameters.ts';
import type { Asked } from './asked.ts';
import type { Candidate } from './candidates.ts';
import { isChange, isState } from './depth.ts';
import type { Reach } from './reach.ts';
import { MEASURED } from './recovered.ts';

/**
 * Since when something has been wrong that still is, in milliseconds, at what was asked about where that is known, else
 * anywhere: by its requests, which are measured to a slice or two, else by its pods, which say since when they are not ready, else by
 * the alerts, which waited before they fired.
 * Undefined where nothing lasts, or where it is not known since when.
 */
export function presentSince({
  observations,
  asked,
  parameters,
}: {
  readonly observations: readonly Observation[];
  readonly asked: Asked | undefined;
  readonly parameters: Parameters;
}): Present | undefined {
  const lasting = observations.filter((one) => one.class === 'relevant' && one.until === undefined);
  const own = lasting.filter(({ component }) => component === asked?.component);
  const concerned = own.some(({ from }) => from !== undefined) ? own : lasting;
  const since = (kinds: (kind: ObservationKind) => boolean, mostSlackMs: number) =>
    concerned
      .flatMap(({ kind, from, stepSeconds = Number.POSITIVE_INFINITY }) => {
        const slackMs = Math.min(mostSlackMs, parameters.onsetSteps * stepSeconds * FORMAT.millis);
        return from !== undefined && kinds(kind) ? [Date.parse(from) - slackMs] : [];
      })
      .sort((a, b) => a - b)[0];
  const felt = since((kind) => MEASURED.has(kind), parameters.passingMs);
  const began =
    felt ??
    since((kind) => kind === 'replicas', parameters.passingMs) ??
    since((kind) => kind === 'alert', parameters.overAfterMs);
  return began === undefined ? undefined : { since: began, felt: felt !== undefined && concerned === own };
}

export interface Present {
  /** Unix milliseconds. */
  readonly since: number;
  /** Whether the requests of what was asked about tell it. */
  readonly felt: boolean;
}

/** What a cluster says of a component for as long as it is so, or again and again. */
const OWN_STATES: ReadonlySet<ObservationKind> = new Set<ObservationKind>(['event', 'replicas', 'condition']);

function isLastingState({ kind, class: of, until }: Observation): boolean {
  return OWN_STATES.has(kind) && of === 'relevant' && until === undefined;
}

/**
 * Whether all that speaks for a candidate had ended before the present trouble began: it is not its doing. What its component
 * wrote in the midst of a trouble of its own that lasts belongs to that: a container which the kubelet holds back, for up to
 * five minutes after each end, writes nothing meanwhile, and the alert waits for longer.
 */
export function earlierThan(
  present: Present | undefined,
  observations: readonly Observation[],
): (candidate: Candidate) => boolean {
  const lasting = observations.filter(isLastingState);
  return (candidate) => {
    if (present === undefined) return false;
    // Whoever ends again and again is in trouble between two ends as well: only what began after the last is another matter.
    const seen = lastSeen(candidate) ?? (present.felt ? lastEnd(candidate) : undefined);
    // Also where a time cannot be read.
    if (seen === undefined || !(seen < present.since)) return false;
    return !lasting.some(
      ({ component, from }) => component === candidate.component && from !== undefined && Date.parse(from) <= seen,
    );
  };
}

/**
 * Whether a state that only lines of a log tell of fell silent while something else goes on: its own component's requests
 * are well again, that component fails on with other words, or what was asked about met errors that began after a pause.
 * Each failing request writes its line, so silence tells. So does a change that was taken back, where the alert came later.
 */
export function isPast(candidate: Candidate, past: Past): boolean {
  const { observations, evidence, parameters, asked } = past;
  const seen = lastSeen(candidate);
  const now = Date.parse(evidence.asOf);
  if (seen === undefined || now - seen < parameters.silentStateMs) return false;
  const relevant = observations.filter((one) => one.class === 'relevant');
  const lasting = relevant.filter(({ until }) => until === undefined);
  const alerts = lasting.filter(({ kind, component }) => kind === 'alert' && component === asked?.component);
  const cameLater =
    alerts.length > 0 && alerts.every(({ from = '' }) => Date.parse(from) > seen + parameters.passingMs);
  if (isChange(candidate.cause) && candidate.until !== undefined && cameLater) return true;
  const own = relevant.filter(({ component }) => component === candidate.component);
  const measured = own.filter(({ kind }) => MEASURED.has(kind));
  const isWell = measured.length > 0 && measured.every(({ until }) => until !== undefined);
  const failsOn = own.some((one) => beganAfter(one, seen, now, parameters));
  if (!isWell && !failsOn && !gaveWay(candidate, past)) return false;
  return lasting.some(({ kind }) => kind === 'alert' || MEASURED.has(kind));
}

/** Whether errors that began after a moment still come. */
function beganAfter(
  { kind, until, from, lastSeen: last }: Observation,
  moment: number,
  now: number,
  { silentStateMs }: Parameters,
): boolean {
  if (kind !== 'log-errors' || until !== undefined || from === undefined || last === undefined) return false;
  return Date.parse(from) > moment && now - Date.parse(last) < silentStateMs;
}

/**
 * Whether all its lines, which came often, stopped, and after a pause of many times their gap, in which requests were served,
 * other errors began at what was asked about or what that needs. A breaker that opens leaves no such pause.
 */
function gaveWay(candidate: Candidate, { observations, evidence, parameters, asked, reach }: Past): boolean {
  if (asked === undefined || isContainers(candidate, observations)) return false;
  const silences = candidate.findings.map(({ fellSilent }) => fellSilent);
  if (silences.length === 0 || silences.includes(undefined)) return false;
  const at = Math.max(...silences.map((one) => Date.parse(one!.at)));
  const pause = Math.max(
    parameters.silentStateMs,
    parameters.pauseGaps * Math.max(...silences.map((one) => one!.everyMs)),
  );
  const needed = new Set<Component>([asked.component, ...reach.dependencies(asked.component)]);
  return observations.some(
    (one) =>
      one.class === 'relevant' &&
      needed.has(one.component) &&
      beganAfter(one, at + pause, Date.parse(evidence.asOf), parameters),
  );
}

/** Whether containers or objects of its component are in a state that lasts: between two ends nothing is written. */
function isContainers({ component }: Candidate, observations: readonly Observation[]): boolean {
  return observations.some((one) => one.component === component && isLastingState(one));
}

interface Past {
  readonly observations: readonly Observation[];
  readonly asked: Asked | undefined;
  readonly reach: Reach;
  readonly evidence: EvidenceSet;
  readonly parameters: Parameters;
}

/**
 * When what makes containers end did so last, unix milliseconds; undefined for other causes, undated ones, and those of which
 * a figure tells, for that is dated by when it began to move.
 */
export function lastEnd({ cause, evidence }: Candidate): number | undefined {
  if (evidence.some(({ source }) => source === 'metrics')) return undefined;
  const dated = evidence.flatMap(({ observedAt }) => (observedAt === undefined ? [] : [Date.parse(observedAt)]));
  if (CAUSE_TRAITS[cause].effects[0] !== 'crashing' || dated.length === 0) return undefined;
  return Math.max(...dated);
}

/**
 * Whether a state was last seen well before another cause began: it brings about only what begins while it lasts. What is
 * written once, such as a setting that was loaded, may act for long, and is no state.
 */
export function hadPassed(upper: Candidate, lower: Candidate, parameters: Parameters): boolean {
  const seen = lastSeen(upper);
  const onsets = lower.findings.flatMap(({ onset }) => (onset === undefined ? [] : [Date.parse(onset)]));
  return seen !== undefined && onsets.length > 0 && seen + parameters.silentStateMs < Math.min(...onsets);
}

/** What is used up by whatever holds it for longer, within the time that such holders take to come (Little's law). */
const HELD: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'database_connection_exhausted',
  'connection_pool_exhausted',
  'thread_pool_exhausted',
]);

/**
 * Whether one kind of statement had been logged as slow since long before connections or workers ran out: it held them then
 * as well, and there were enough. Where several kinds are, one of them may be new.
 */
export function hadLongBeen(upper: Candidate, lower: Candidate, parameters: Parameters): boolean {
  const [line, second] = upper.evidence;
  if (upper.cause !== 'slow_query' || !HELD.has(lower.cause) || second !== undefined || line?.source !== 'logs')
    return false;
  const [began, ranOut] = [upper, lower].map(({ findings }) =>
    Math.min(...findings.flatMap(({ onset }) => (onset === undefined ? [] : [Date.parse(onset)]))),
  ) as [number, number];
  return Number.isFinite(ranOut) && began + parameters.heldWithinMs < ranOut;
}

/**
 * When a cause was last seen, unix milliseconds; undefined for what may last unseen. Of findings whose end is known the end
 * counts, of others the last line, where lines are all they rest on.
 */
export function lastSeen({ cause, evidence, until, findings = [] }: Candidate): number | undefined {
  if (until !== undefined) return Date.parse(until);
  if (findings.length > 0 && findings.every(({ fellSilent }) => fellSilent !== undefined))
    return Math.max(...findings.map(({ fellSilent }) => Date.parse(fellSilent!.at)));
  const ends = findings.flatMap((finding) => (finding.until === undefined ? [] : [finding.until]));
  const open = ends.length === 0 ? evidence : findings.flatMap((one) => (one.until === undefined ? one.evidence : []));
  if (!isState(cause) || open.length === 0 || open.some(({ source }) => source !== 'logs')) return undefined;
  const last = Math.max(...[...open.map(({ observedAt }) => observedAt ?? ''), ...ends].map((one) => Date.parse(one)));
  // Lines without a time that can be read may be of now.
  return Number.isNaN(last) ? undefined : last;
}
