/** Which of the changes before an incident is to blame, if any: by place, time and content, never by being the newest. */

import type { Finding } from '../../../domain/finding.ts';
import type { AlertRecord, ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { QUIET_SEVERITIES } from '../../knowledge/conditions.ts';
import { TIME_MS } from '../../knowledge/units.ts';
import type { Statement } from '../../log-reading/read-statements.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { fellSilent } from '../../observe/fell-silent.ts';
import type { Parameters } from '../../parameters.ts';
import { readTrouble } from '../../propagation/trouble.ts';
import { UNCONFIRMED_SHARE } from '../strength-parameters.ts';
import { isComplaint } from './change-complaint.ts';
import { followVersion, ownErrorsSince } from './change-errors.ts';
import { citedBy } from './change-files.ts';
import { CHANGES } from './change-parameters.ts';
import { type Place, placeOfChange, placesOfTrouble, serviceNames } from './change-place.ts';
import { afterUndoing, replacedAt } from './change-undone.ts';
import { contentJudge, type SymptomText, symptomText } from './change-words.ts';
import { alertedSince, firingAlerts } from './evidence-text.ts';
import { relevantChange } from './relevant-change.ts';

export interface JudgedChange {
  readonly change: ChangeRecord;
  /** When it took effect: a commit's is that of the deploy that brought it. RFC 3339. */
  readonly effective: string;
  /** 0 to 1. */
  readonly score: number;
  readonly place: Place;
  readonly content: number;
  /** Whether its content names what the symptoms name: being at the troubled place is no tie. */
  readonly tied: boolean;
  /** Whether it names a setting that governs one of the errors, or wrote a file that they cite: it shows why these come. */
  readonly governs: boolean;
  /** Services whose errors cite a file of it. */
  readonly citedBy: readonly string[];
  /** Who counts failures that a setting of it governs. */
  readonly felt: readonly Component[];
  readonly words: readonly string[];
  readonly minutesBefore: number;
  /** When errors that came with it stopped, if they did. */
  readonly fellSilent?: NonNullable<Finding['fellSilent']>;
  /** RFC 3339: when they did, where that was because another rollout replaced it. */
  readonly until?: string;
  /** Unix milliseconds: when that was. */
  readonly replaced?: number;
}

/** Where Maven and Gradle keep what is built into the program, by packages: `com.example` is Spring's own, and no folder of examples. */
const OF_PROGRAM = /(?:^|\/)src\/main\/\w+\/.+\.(?:java|kt|scala|groovy)$/;
const HARMLESS_FILE =
  /\.(?:md|mdx|txt|rst|adoc|png|svg|jpe?g|gif|lock)$|(?:^|\/)(?:docs?|tests?|__tests__|spec|e2e|\.github|examples?)\/|[._-](?:test|spec)\.\w+$|(?:^|\/)(?:readme|changelog|license|codeowners)/i;
const HARMLESS_WORDS =
  /^(?:docs?|tests?|chore|style|ci)(?:\(.*\))?:|\b(?:typo|readme|comment|whitespace|formatting|lint|docstring|unit tests?|wording|copy change)\b/i;

/** When the incident began, in milliseconds: between the two. */
export interface Onset {
  readonly earliest: number;
  /** When somebody or something told of it. */
  readonly told: number;
}

/**
 * The moment the incident began: the earliest firing alert, or the change in the blamed series that came before it; else the
 * earliest symptom in the metrics, else in the logs, else the first time that a pod which is unwell was restarted;
 * undefined when nothing tells.
 */
function incidentOnset(evidence: EvidenceSet): Onset | undefined {
  const { symptoms, blames } = readTrouble(evidence);
  const alerted = firingAlerts(evidence).some(asksToAct) ? alertedSince(evidence) : undefined;
  const begun = symptoms.length > 0 ? Math.min(...symptoms.map(({ span }) => span.onset)) * TIME_MS.second : undefined;
  const told =
    alerted === undefined ? (begun ?? firstSurgeInLogs(evidence) ?? firstCrash(evidence)) : Date.parse(alerted);
  if (told === undefined) return undefined;
  // Alerts wait before they fire: the series may have left its level earlier.
  const [blamed] = blames;
  const read = blamed?.profile.read;
  const change = read && relevantChange(evidence, read);
  const lasts = change !== undefined && (change.until === undefined || Date.parse(change.until) >= told);
  return {
    told,
    earliest: lasts ? Math.min(told, Date.parse(change.onset)) : told,
  };
}

/** What asks nobody to act is a note, and dates no change. */
function asksToAct({ labels }: AlertRecord): boolean {
  return !QUIET_SEVERITIES.test(labels.severity ?? labels.priority ?? '');
}

/** When the complaints that make up most of the errors began; background errors of the whole window do not count. */
function firstSurgeInLogs(evidence: EvidenceSet): number | undefined {
  const logs = evidence.logs.status === 'observed' ? evidence.logs.value : [];
  // What is there from the first line on, of whatever log, began no one knows when.
  const [begun = ''] = logs.flatMap((one) => one.firstSeen ?? []).sort();
  const start = Math.max(Date.parse(evidence.window.start), Date.parse(begun) || 0);
  const fresh = logs
    .flatMap(({ patterns }) => patterns.filter(isComplaint))
    .flatMap(({ firstSeen, count }) => (firstSeen === undefined ? [] : [{ time: Date.parse(firstSeen), count }]))
    .filter(({ time }) => time > start + CHANGES.newAfterMs);
  const most = Math.max(0, ...fresh.map(({ count }) => count));
  return fresh
    .filter(({ count }) => count >= most / 2)
    .map(({ time }) => time)
    .sort((a, b) => a - b)[0];
}

/** When pods that are unwell now were first put off after they had ended, within the window. */
function firstCrash(evidence: EvidenceSet): number | undefined {
  const cluster = readCluster(evidence);
  const start = Date.parse(evidence.window.start);
  return cluster.pods
    .filter(({ healthy }) => !healthy)
    .flatMap(({ namespace, name }) => cluster.eventsOf('Pod', namespace, name))
    .filter(({ reason }) => reason === 'BackOff')
    .flatMap(({ first }) => (first === undefined ? [] : [Date.parse(first)]))
    .filter((time) => time >= start)
    .sort((a, b) => a - b)[0];
}

/** Every change before the onset, the likeliest first; undefined where nothing tells when the trouble began. */
export function judgeChanges(
  changes: readonly ChangeRecord[],
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly JudgedChange[] | undefined {
  const onset = incidentOnset(evidence);
  if (onset === undefined) return undefined;
  const places = placesOfTrouble(evidence);
  const services = serviceNames(evidence, places);
  const symptoms = symptomText(evidence);
  const content = contentJudge(changes, symptoms);
  const deploys = deployIndex(changes);
  const judged = changes.flatMap((change): JudgedChange[] => {
    const effective = effectiveTime(change, deploys, onset.told);
    const fits = timeFit(effective, onset);
    if (fits === 0 || wasDownBefore(change, effective, evidence)) return [];
    const undone = afterUndoing(change, effective, changes, evidence, parameters);
    // It was taken back, and the trouble did not mind.
    if (undone === 'went on') return [];
    const { fit, words, tied, governs, felt } = content(change);
    const place = placeOfChange(change, places, services, symptoms, evidence);
    const cited = citedBy(change, symptoms);
    const since = ownErrorsSince(change, effective, evidence, parameters);
    const brings = followVersion(since, effective, evidence, parameters);
    const silent = fellSilent(since, evidence, parameters);
    // Errors that it brought date it better than alerts and requests, which may have been out of order for another reason.
    const time = brings ? 1 : fits;
    const score =
      time *
      (CHANGES.timeAlone + CHANGES.placeShare * place.weight + CHANGES.contentShare * fit) *
      (governs ? 1 : risk(change));
    return [
      {
        change,
        effective: new Date(effective).toISOString(),
        score,
        place,
        content: fit,
        // One node of several is in trouble, and the change is of that one.
        tied:
          tied ||
          cited.length > 0 ||
          isReadBy(place, symptoms) ||
          place.node?.alone === true ||
          undone === 'ended' ||
          brings,
        governs: governs || cited.length > 0,
        citedBy: cited,
        felt,
        words,
        minutesBefore: Math.round((onset.told - effective) / TIME_MS.minute),
        ...(silent !== undefined && { fellSilent: silent }),
        ...endWith(since, () => replacedAt(change, effective, changes, parameters), evidence, parameters),
      },
    ];
  });
  // What replaced another, and its errors with it, brought none of them.
  const cures = new Set(judged.map(({ replaced }) => replaced));
  const blamed = judged.filter(({ change }) => !cures.has(Date.parse(change.timestamp)));
  return withoutDoubles(blamed).sort((a, b) => b.score - a.score);
}

/** That its errors ended with a rollout that took it back or put it right. */
function endWith(
  errors: readonly Statement[],
  whenReplaced: () => number | undefined,
  { asOf }: EvidenceSet,
  { rolloutSlackMs, onItsWayMs, silentStateMs }: Parameters,
): Pick<JudgedChange, 'until' | 'replaced'> {
  const replaced = errors.length === 0 ? undefined : whenReplaced();
  if (replaced === undefined) return {};
  const last = Math.max(...errors.map(({ pattern }) => Date.parse(pattern.lastSeen!)));
  const ended = last >= replaced - rolloutSlackMs && last <= replaced + onItsWayMs;
  return ended && Date.parse(asOf) - last >= silentStateMs ? { until: new Date(last).toISOString(), replaced } : {};
}

/** Whether none of the service's instances ran any more when its change took effect, and none does now: it came too late. */
function wasDownBefore({ service }: ChangeRecord, effective: number, evidence: EvidenceSet): boolean {
  if (service === undefined) return false;
  const metrics = readMetrics(evidence);
  const component = componentOf({ kind: 'service', name: service });
  return [...metrics.of(component, 'up'), ...metrics.of(component, 'replicas')].some((read) => {
    const onset = read.series.last <= 0 ? relevantChange(evidence, read, 'down')?.onset : undefined;
    return onset !== undefined && Date.parse(onset) + CHANGES.clockSlackMs < effective;
  });
}

/** What programs say when they are not let in. */
const NOT_LET_IN = /auth|unauthori[sz]ed|access denied|password|credential|\b40[13]\b|certificate|x509|\btls\b/i;

/** Whether a change is of a Secret, and the service that reads it says that it is not let in. */
function isReadBy({ reads, service }: Place, { byService }: SymptomText): boolean {
  return reads?.kind === 'Secret' && service !== undefined && NOT_LET_IN.test(byService.get(service) ?? '');
}

/** Deploys by the commit they brought and by service, each list in order of time. */
interface DeployIndex {
  readonly byId: ReadonlyMap<string, readonly number[]>;
  readonly byService: ReadonlyMap<string, readonly number[]>;
}

function deployIndex(changes: readonly ChangeRecord[]): DeployIndex {
  const deploys = changes
    .filter(({ kind }) => kind === 'deploy')
    .map(({ id, service, timestamp }) => ({ id, service: service ?? '', time: Date.parse(timestamp) }))
    .sort((a, b) => a.time - b.time);
  const times = (key: 'id' | 'service') =>
    new Map(
      [...Map.groupBy(deploys, (deploy) => deploy[key])].map(([name, list]) => [name, list.map(({ time }) => time)]),
    );
  return { byId: times('id'), byService: times('service') };
}

/** A commit acts when a later deploy, of it or else of its service, brings it; without one, when it was made. */
function effectiveTime(change: ChangeRecord, deploys: DeployIndex, until: number): number {
  const own = Date.parse(change.timestamp);
  if (change.kind !== 'commit') return own;
  const brings = (time: number) => time >= own && time <= until + CHANGES.clockSlackMs;
  const exact = deploys.byId.get(change.id)?.find(brings);
  const next = change.service === undefined ? undefined : deploys.byService.get(change.service)?.find(brings);
  return exact ?? next ?? own;
}

/** 1 within a quarter of an hour, falling to nothing over days; less when it may have come too late, 0 when it did. */
function timeFit(effective: number, onset: Onset): number {
  if (effective > onset.told + CHANGES.clockSlackMs) return 0;
  if (effective > onset.earliest + CHANGES.clockSlackMs) return UNCONFIRMED_SHARE;
  const hours = Math.max(0, onset.earliest - effective) / TIME_MS.hour;
  return 1 / (1 + (Math.max(0, hours - CHANGES.freshHours) / CHANGES.fadingHours) ** CHANGES.fadingPower);
}

function risk(change: ChangeRecord): number {
  const files = change.files ?? [];
  const harmless = files.length > 0 && files.every((file) => HARMLESS_FILE.test(file) && !OF_PROGRAM.test(file));
  return harmless || HARMLESS_WORDS.test(change.summary) ? CHANGES.harmlessShare : 1;
}

/** A deploy and the commit of the same id are one change: the commit's content stays, unless it tells nothing. */
function withoutDoubles(judged: readonly JudgedChange[]): JudgedChange[] {
  const best = new Map<string, JudgedChange>();
  for (const entry of judged) {
    const key = `${entry.change.service ?? ''} ${entry.change.id}`;
    const before = best.get(key);
    if (!before || entry.score > before.score) best.set(key, entry);
  }
  return [...best.values()];
}
