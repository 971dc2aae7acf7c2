import { coverageOf } from '../../domain/coverage-of.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Measured, Observation, Residue } from '../../domain/observation.ts';
import type { EvidenceSet, KubernetesObject, Observed, Signal } from '../../domain/signals.ts';
import type { ComplaintKind } from '../knowledge/complaint-words.ts';
import { URGENT_SEVERITIES } from '../knowledge/conditions.ts';
import type { Parameters } from '../parameters.ts';
import { type Asked, namesLike } from './asked.ts';
import { type Measurement, measure } from './measure.ts';
import { type NamedInWords, namedInSentence, namedInWords } from './named-in-words.ts';
import { isCountedFromObjects, isWithoutKubernetes } from './platform.ts';
import { MEASURED } from './recovered.ts';

/** What is said where no hypothesis stands. */
export interface NoFault {
  readonly verdict: 'healthy' | 'unknown';
  readonly reasons: readonly string[];
  readonly measured: readonly Measured[];
}

/**
 * Healthy: nothing relevant is left over, every source that matters was read, and what measures the complaint was read
 * and is normal. Unknown otherwise, with what is left over and the reading that would tell.
 */
export function judgeNoFault(
  evidence: EvidenceSet,
  residue: readonly Observation[],
  hints: readonly Finding[],
  complaint: ReadonlySet<ComplaintKind>,
  asked: Asked | undefined,
  parameters: Parameters,
): NoFault {
  if (asked !== undefined && !asked.exists) return { verdict: 'unknown', reasons: [noSuch(asked)], measured: [] };
  const named = namedInWords(evidence, parameters);
  const spoken = named === undefined ? [] : [namedInSentence(named)];
  const open = residue.filter((one) => forbidsHealth(one, evidence, complaint, parameters));
  const blind = blindSpots(evidence, parameters);
  const { measured, missing }: Measurement = measure(asMeant(evidence, named), complaint, asked?.component, parameters);
  const isWhole = open.length === 0 && hints.length === 0 && blind.length === 0 && missing.length === 0;
  // That everything else is well does not answer for what is not there.
  if (isWhole && named !== undefined && named.meant === undefined)
    return { verdict: 'unknown', measured, reasons: [...spoken, 'Of what was read nothing is out of order.'] };
  if (isWhole) return { verdict: 'healthy', measured, reasons: [...spoken, healthyReason(asked)] };
  const reasons = [
    ...spoken,
    ...hints.map(hintInWords),
    ...open.map(({ component, evidence: [first] }) => `${component}: ${first?.text ?? ''} No cause for it was found.`),
  ].slice(0, parameters.reasonsShown);
  const unread = blind.length > 0 ? [`Not seen: ${blind.join('; ')}.`] : [];
  const unmeasured = missing.map((kind) => `Not measured: ${MISSING[kind]}.`);
  return {
    verdict: 'unknown',
    measured,
    reasons: [...reasons, ...unread, ...unmeasured, ...nextReading(open, missing, evidence)],
  };
}

/** The evidence, with the name that was meant in the question. */
function asMeant(evidence: EvidenceSet, named: NamedInWords | undefined): EvidenceSet {
  if (named?.meant === undefined) return evidence;
  return { ...evidence, question: evidence.question?.toLowerCase().replace(named.written, named.meant) ?? '' };
}

/** What is standing may be lived with; a firing alert that wakes people, or a workload without pods, may not. */
function forbidsHealth(
  observation: Observation,
  evidence: EvidenceSet,
  complaint: ReadonlySet<ComplaintKind>,
  parameters: Parameters,
): boolean {
  // A figure that moved and that nobody feels is worth a look, and no harm yet.
  if (observation.kind === 'limit') return false;
  if (observation.class === 'relevant')
    return (
      observation.until === undefined ||
      (wasLong(observation, evidence, parameters) && !isBesideComplaint(observation, complaint))
    );
  if (observation.kind !== 'alert' || evidence.alerts.status !== 'observed') return false;
  return evidence.alerts.value.some(
    ({ labels, startsAt, state }) =>
      state === 'active' &&
      labels.alertname === observation.name &&
      startsAt === observation.from &&
      URGENT_SEVERITIES.test(labels.severity ?? ''),
  );
}

/** Complaints that answers which come late, and are no failures, do not answer. */
const OF_NO_TIME: ReadonlySet<ComplaintKind> = new Set<ComplaintKind>(['errors', 'restarts', 'expiry', 'rollout']);

/** Whether answers were slow for a while, and are no more, where only what has its own figure was complained of. */
function isBesideComplaint({ kind }: Observation, complaint: ReadonlySet<ComplaintKind>): boolean {
  return kind === 'latency' && complaint.size > 0 && [...complaint].every((one) => OF_NO_TIME.has(one));
}

/**
 * Whether requests suffered for longer than a blip: that it is over is no health, and what it was is not known. Nor is it
 * where errors filled a log for as long, and somebody complains: what they tell of may be counted nowhere.
 */
function wasLong({ kind, from, until }: Observation, { question = '' }: EvidenceSet, parameters: Parameters): boolean {
  const isFelt = (MEASURED.has(kind) && kind !== 'traffic') || (kind === 'log-errors' && question !== '');
  if (!isFelt || from === undefined || until === undefined) return false;
  const shortest = kind === 'latency' ? parameters.passingLatencyMs : parameters.passingMs;
  return Date.parse(until) - Date.parse(from) >= shortest;
}

/**
 * What was not read and matters, in words: the objects and their events, one source that tells of requests, and whatever
 * of them was cut off, forbidden, or left out though it tells of what was asked.
 */
function blindSpots(evidence: EvidenceSet, parameters: Parameters): readonly string[] {
  const unseen = (signal: Signal) => evidence[signal]?.status !== 'observed';
  const telemetry: readonly Signal[] = ['logs', 'metrics'];
  const cluster = [...(unseen('objects') ? ['objects'] : []), ...(missesEvents(evidence) ? ['events'] : [])];
  const needless = isWithoutKubernetes(evidence) || isCountedFromObjects(evidence, parameters);
  const sources = [...(needless ? [] : cluster), ...(telemetry.every(unseen) ? telemetry : [])];
  const kinds = [...unlisted(evidence.objects, 'Pod'), ...unlisted(evidence.events, 'Event')];
  const { slis } = evidence;
  const leftOut = slis?.status === 'observed' ? slis.value.leftOut : [];
  // Where nothing is asked about by name, what tells of nobody's requests touches everybody's.
  const needed = leftOut.filter(({ touchesFocus }) => touchesFocus === true);
  return [...sources, ...kinds, ...needed.map(({ metric, reason }) => `${metric}: ${reason}`)];
}

/**
 * Events last an hour, and a recording of a quiet one holds none. Where it has no such file, the states of the objects,
 * the logs and the metrics together tell what they would have; where their reading failed or was refused, nothing does.
 */
function missesEvents({ objects, events, logs, metrics }: EvidenceSet): boolean {
  if (events.status === 'observed') return false;
  const others = [objects, logs, metrics].every(({ status }) => status === 'observed');
  return events.absent !== true || !others;
}

/** A kind that its source says it did not read to the end. */
function unlisted(observed: Observed<readonly KubernetesObject[]>, kind: string): readonly string[] {
  if (observed.status !== 'observed' || observed.coverage === undefined) return [];
  const state = coverageOf(observed, kind);
  return state === 'seen' ? [] : [`${kind}: ${state}`];
}

function noSuch({ target, close }: Asked): string {
  return `There is no ${target.kind} named ${target.name} in what was read.${namesLike(close)}`;
}

function healthyReason(asked: Asked | undefined): string {
  const whose =
    asked === undefined ? 'Every source that matters was read' : `${asked.target.name} was looked at by name`;
  return `${whose}, and nothing is out of order.`;
}

function hintInWords({ statement, cause }: Finding): string {
  return cause === undefined
    ? `${statement} No cause for it was found.`
    : `${statement} That alone is too little to go by.`;
}

const MISSING: Readonly<Record<ComplaintKind | 'telemetry', string>> = {
  latency: 'how long answers take',
  errors: 'how many requests fail',
  availability: 'whether it answers',
  restarts: 'restarts of its containers',
  late: 'how much work waits',
  expiry: 'when certificates and credentials end',
  rollout: 'how many wanted pods are ready',
  telemetry: 'requests, their errors and their latency',
};

/** The reading that would tell, by what is left over or was not measured. */
function nextReading(
  open: readonly Observation[],
  missing: readonly (ComplaintKind | 'telemetry')[],
  evidence: EvidenceSet,
): readonly string[] {
  const [first] = open;
  if (first !== undefined) return [`Next: ${readingOf(first, evidence)}.`];
  const [kind] = missing;
  return kind === undefined ? [] : [`Next: read ${MISSING[kind]} over the window.`];
}

function readingOf({ component, kind, namespace }: Observation, evidence: EvidenceSet): string {
  const name = component.slice(component.indexOf('/') + 1);
  const within = namespace === undefined ? '' : ` in ${namespace}`;
  const logged = evidence.logs.status === 'observed' && evidence.logs.value.some(({ service }) => service === name);
  if (kind === 'alert') return `read the expression of the alert and the series behind it`;
  if (kind === 'condition')
    return `describe ${name}${within} and read the log of the controller that writes this condition`;
  if (component.startsWith('node/')) return `describe node ${name} and read its kubelet's and kernel's journal`;
  return logged
    ? `read the lines of ${name}${within} before its first error, and what it calls`
    : `read the log of ${name}${within}, of its last ended container too`;
}

/** Residue as it is shown: relevant first, one line for each place, kind and name. */
export function residueShown(residue: readonly Observation[], parameters: Parameters): readonly Residue[] {
  const lines = residue.flatMap((one): Residue[] => {
    if (one.class === 'benign') return [];
    const { kind, name, component, from, until, evidence } = one;
    return [
      {
        kind,
        name,
        component,
        class: one.class,
        text: evidence[0]?.text ?? '',
        ...(from && { from }),
        ...(until && { until }),
      },
    ];
  });
  return [...new Map(lines.map((one) => [`${one.component} ${one.kind} ${one.name}`, one])).values()]
    .sort((a, b) => Number(b.class === 'relevant') - Number(a.class === 'relevant'))
    .slice(0, parameters.residueShown);
}
