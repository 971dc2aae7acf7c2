/** Which of the changes before an incident is to blame, if any: by place, time and content, never by being the newest. */
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { blameFor } from '../../propagation/blame.ts';
import { callGraph } from '../../propagation/call-graph.ts';
import { symptomsOf } from '../../propagation/symptoms.ts';
import { contentFit, isComplaint, rarityAmong, symptomText } from './change-words.ts';
import { databaseSigns } from './database-signs.ts';
import { alertComponent, alertedSince, firingAlerts } from './evidence-text.ts';
import { pressuresOn } from './pressure.ts';

export interface JudgedChange {
  readonly change: ChangeRecord;
  /** When it took effect: a commit's is that of the deploy that brought it. RFC 3339. */
  readonly effective: string;
  /** 0 to 1. */
  readonly score: number;
  readonly time: number;
  readonly place: number;
  readonly content: number;
  readonly words: readonly string[];
  readonly minutesBefore?: number;
}

const MINUTE = 60_000;
/** A change may be recorded a little after it took effect. */
const CLOCK_SLACK = 3 * MINUTE;
const HARMLESS_FILE =
  /\.(?:md|mdx|txt|rst|adoc|png|svg|jpe?g|gif|lock)$|(?:^|\/)(?:docs?|tests?|__tests__|spec|e2e|\.github|examples?)\/|[._-](?:test|spec)\.\w+$|(?:^|\/)(?:readme|changelog|license|codeowners)/i;
const HARMLESS_WORDS =
  /^(?:docs?|tests?|chore|style|ci)(?:\(.*\))?:|\b(?:typo|readme|comment|whitespace|formatting|lint|docstring|unit tests?|wording|copy change)\b/i;

/** The moment the incident began: the earliest firing alert, else the earliest symptom in metrics, else in logs. */
export function incidentOnset(evidence: EvidenceSet): number | undefined {
  const alerted = alertedSince(evidence);
  const metrics = readMetrics(evidence);
  const symptoms = symptomsOf(evidence, metrics, callGraph(evidence));
  if (alerted !== undefined) return Date.parse(alerted);
  if (symptoms.length > 0) return Math.min(...symptoms.map(({ span }) => span.onset)) * 1000;
  const logs = evidence.logs.status === 'observed' ? evidence.logs.value : [];
  const start = Date.parse(evidence.window.start);
  const firsts = logs
    .flatMap(({ patterns }) => patterns.filter(isComplaint))
    .flatMap(({ firstSeen }) => (firstSeen === undefined ? [] : [Date.parse(firstSeen)]))
    .filter((time) => time > start + 5 * MINUTE)
    .sort((a, b) => a - b);
  return firsts[0];
}

/** Every change before the onset, the likeliest first. */
export function judgeChanges(changes: readonly ChangeRecord[], evidence: EvidenceSet): readonly JudgedChange[] {
  const onset = incidentOnset(evidence);
  const places = placesOfTrouble(evidence);
  const symptoms = symptomText(evidence);
  const rarity = rarityAmong(changes);
  const judged = changes.flatMap((change): JudgedChange[] => {
    const effective = effectiveTime(change, changes, onset ?? Date.parse(evidence.asOf));
    const lead = onset === undefined ? undefined : onset - effective;
    const time = timeFit(lead);
    if (time === 0) return [];
    const { fit, words } = contentFit(change, symptoms.text, rarity);
    const place = placeOf(change, places);
    const score = time * (0.1 + 0.5 * place + 0.4 * fit) * risk(change);
    const minutes = lead === undefined ? {} : { minutesBefore: Math.round(lead / MINUTE) };
    return [
      { change, effective: new Date(effective).toISOString(), score, time, place, content: fit, words, ...minutes },
    ];
  });
  return withoutDoubles(judged).sort((a, b) => b.score - a.score);
}

/** A commit acts when a later deploy of its service brings it; without such a deploy, when it was made. */
function effectiveTime(change: ChangeRecord, changes: readonly ChangeRecord[], until: number): number {
  const own = Date.parse(change.timestamp);
  if (change.kind !== 'commit') return own;
  const deploys = changes
    .filter(({ kind, id, service, timestamp }) => {
      const at = Date.parse(timestamp);
      const same = id === change.id || (service !== undefined && service === change.service);
      return kind === 'deploy' && same && at >= own && at <= until + CLOCK_SLACK;
    })
    .sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  const exact = deploys.find(({ id }) => id === change.id) ?? deploys[0];
  return exact === undefined ? own : Date.parse(exact.timestamp);
}

/** 1 within a quarter of an hour, falling to nothing over days; 0 when it came after the trouble. */
function timeFit(lead: number | undefined): number {
  if (lead === undefined) return 0.5;
  if (lead < -CLOCK_SLACK) return 0;
  const hours = Math.max(0, lead) / 3_600_000;
  return 1 / (1 + (Math.max(0, hours - 0.25) / 3) ** 1.1);
}

function risk(change: ChangeRecord): number {
  const files = change.files ?? [];
  const harmless = files.length > 0 && files.every((file) => HARMLESS_FILE.test(file));
  return harmless || HARMLESS_WORDS.test(change.summary) ? 0.3 : 1;
}

/** Services that are in trouble, each with how much the trouble is its own, 0 to 1. */
function placesOfTrouble(evidence: EvidenceSet): ReadonlyMap<string, number> {
  const metrics = readMetrics(evidence);
  const graph = callGraph(evidence);
  const places = new Map<string, number>();
  const mark = (name: string, weight: number) => places.set(name, Math.max(places.get(name) ?? 0, weight));
  for (const { name, share } of blameFor(symptomsOf(evidence, metrics, graph), graph, metrics)) mark(name, share);
  for (const component of metrics.components) {
    const worst = [...pressuresOn(component, evidence, metrics), ...databaseSigns(component, evidence, metrics)][0];
    if (worst) mark(nameOf(component).name, worst.strength * 0.8);
  }
  for (const alert of firingAlerts(evidence)) {
    const component = alertComponent(alert, evidence);
    if (component) mark(nameOf(component).name, 0.4);
  }
  for (const [service] of symptomText(evidence).byService) mark(service, 0.35);
  // A service that calls a troubled database or is called by a troubled service may have brought the trouble to it.
  for (const [name, weight] of [...places]) {
    for (const caller of graph.callers(name)) mark(caller, weight * 0.5);
    for (const callee of graph.callees(name)) mark(callee, weight * 0.3);
  }
  if (evidence.target?.kind === 'service') mark(evidence.target.name, 0.4);
  return places;
}

function placeOf({ service }: ChangeRecord, places: ReadonlyMap<string, number>): number {
  // A change that names no service may touch any of them.
  return service === undefined ? 0.25 : (places.get(service) ?? 0);
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

/** The component a change is about: its service, else where the trouble is greatest. */
export function componentOfChange(change: ChangeRecord, evidence: EvidenceSet) {
  if (change.service !== undefined) return componentOf({ kind: 'service', name: change.service });
  const worst = [...placesOfTrouble(evidence)].sort((a, b) => b[1] - a[1])[0];
  return worst === undefined ? undefined : componentOf({ kind: 'service', name: worst[0] });
}
