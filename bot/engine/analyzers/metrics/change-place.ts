/** Where a change acts, and where the trouble is. */

import { nameInWords } from '../../../../schemas/name-in-words.ts';
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { LETTERS } from '../../cluster/parameters.ts';
import { readersIn } from '../../cluster/readers.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { knownNames } from '../../metric-reading/known-names.ts';
import { readTrouble } from '../../propagation/trouble.ts';
import { UNCONFIRMED_SHARE } from '../strength-parameters.ts';
import { CHANGE_PLACES } from './change-parameters.ts';
import { type SymptomText, symptomText } from './change-words.ts';
import { databaseSigns } from './database-signs.ts';
import { alertComponent, firingAlerts } from './evidence-text.ts';
import { pressuresOn } from './pressure.ts';
import { ownFailures } from './trace-origin.ts';

/** What is said of every service and so tells none apart. */
const FILLER = /(?:^|_)(?:service|svc|server|app|api|deployment|prod|production)(?=_|$)/g;

/** Services in trouble, each with how much the trouble is its own, 0 to 1. */
export function placesOfTrouble(evidence: EvidenceSet): ReadonlyMap<string, number> {
  const { metrics, graph, blames } = readTrouble(evidence);
  const places = new Map<string, number>();
  const mark = (name: string, weight: number) => places.set(name, Math.max(places.get(name) ?? 0, weight));
  // A complaint that no series shows says where it is felt, not where it starts.
  for (const { name, share, profile } of blames) mark(name, profile.read ? share : CHANGE_PLACES.hinted * share);
  for (const component of metrics.components) {
    const worst = [...pressuresOn(component, evidence, metrics), ...databaseSigns(component, evidence, metrics)][0];
    if (worst) mark(nameOf(component).name, worst.strength);
  }
  if (evidence.traces.status === 'observed') {
    for (const [service, share] of ownFailures(evidence.traces.value)) mark(service, share);
  }
  for (const alert of firingAlerts(evidence)) {
    const component = alertComponent(alert, evidence);
    // Where it is known who makes the trouble, who only feels it is an unlikely place for its cause.
    if (component)
      mark(nameOf(component).name, blames.length > 0 ? CHANGE_PLACES.alertElsewhere : CHANGE_PLACES.hinted);
  }
  for (const [service] of symptomText(evidence).byService) mark(service, CHANGE_PLACES.words);
  if (evidence.target?.kind === 'service') mark(evidence.target.name, CHANGE_PLACES.hinted);
  // A service that calls a troubled one, or is called by it, may have brought the trouble there.
  for (const [name, weight] of [...places]) {
    for (const caller of graph.callers(name)) mark(caller, weight * CHANGE_PLACES.caller);
    for (const callee of graph.callees(name)) mark(callee, weight * CHANGE_PLACES.callee);
  }
  return places;
}

/** Every service that anything names, the troubled ones included. */
export function serviceNames(evidence: EvidenceSet, places: ReadonlyMap<string, number>): ReadonlySet<string> {
  return new Set([...knownNames(evidence).services, ...places.keys()]);
}

export interface Place {
  /** The service the change acts on, where it says or shows it. */
  readonly service?: string;
  readonly weight: number;
  /** The ConfigMap or Secret that it names and that the service reads. */
  readonly reads?: { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string };
  /** The node that it names, where that acts on no service; and whether that is the only node in trouble. */
  readonly node?: { readonly name: string; readonly alone: boolean };
}

/**
 * Where a change acts: the service it names, or the node; else (a flag, a change in a shared repository) the most troubled of those that
 * read the ConfigMap or Secret it names, or that its id, its summary or the paths of its files name, or the objects that its
 * diff writes or takes away; else anywhere, a little.
 */
export function placeOfChange(
  change: ChangeRecord,
  places: ReadonlyMap<string, number>,
  services: ReadonlySet<string>,
  symptoms: SymptomText,
  evidence: EvidenceSet,
): Place {
  const named = change.service;
  if (named !== undefined && services.has(named)) return { service: named, weight: places.get(named) ?? 0 };
  const node = nodeNamedBy(change, evidence);
  if (node !== undefined) return node;
  const [read] = readersOf(change, evidence)
    .flatMap(({ services: readers, ...reads }) =>
      readers.map((service) => ({ service, weight: places.get(service) ?? 0, reads })),
    )
    .sort((a, b) => b.weight - a.weight);
  if (read !== undefined && read.weight > 0) return read;
  const shown = shownServices(change, services)
    .map((service) => ({ service, weight: UNCONFIRMED_SHARE * (places.get(service) ?? 0) }))
    .sort((a, b) => b.weight - a.weight)[0];
  if (shown) return shown;
  const written = writtenServices(change, services)
    .map((service) => ({ service, weight: UNCONFIRMED_SHARE * (places.get(service) ?? 0) }))
    .sort((a, b) => b.weight - a.weight)[0];
  if (written !== undefined && written.weight > 0) return written;
  const [missed, other] = missingServices(change, symptoms);
  if (missed !== undefined && other === undefined)
    return { service: missed, weight: UNCONFIRMED_SHARE * (places.get(missed) ?? 0) };
  return named === undefined ? { weight: CHANGE_PLACES.unknown } : { service: named, weight: 0 };
}

/** The node that a change names, with its trouble: it is not ready, or pods on it are unwell. */
function nodeNamedBy({ summary, files, service }: ChangeRecord, evidence: EvidenceSet): Place | undefined {
  const cluster = readCluster(evidence);
  const words = new Set([summary, service ?? '', ...(files ?? [])].join(' ').split(/[^\w.-]+/));
  const named = cluster.nodes.find(({ name }) => words.has(name));
  if (named === undefined) return undefined;
  const troubled = cluster.nodes.filter(
    ({ name, conditions }) =>
      conditions.some(({ type, status }) => type === 'Ready' && status !== 'True') ||
      cluster.podsOnNode(name).some(({ healthy }) => !healthy),
  );
  const alone = troubled.length === 1 && cluster.nodes.length > 1;
  const weight = troubled.includes(named) ? UNCONFIRMED_SHARE : 0;
  return { weight, node: { name: named.name, alone: alone && weight > 0 } };
}

/** The ConfigMaps and Secrets that a change names in full, with those that read them. */
function readersOf({ id, summary, files }: ChangeRecord, evidence: EvidenceSet) {
  const texts = [id, summary, ...(files ?? [])].map((text) => `_${nameInWords(text)}_`);
  return readersIn(readCluster(evidence)).filter(({ name }) => {
    const words = nameInWords(name);
    return words.includes('_') && texts.some((text) => text.includes(`_${words}_`));
  });
}

function shownServices(
  { id, summary, files, service }: ChangeRecord,
  services: ReadonlySet<string>,
): readonly string[] {
  const texts = [id, summary, service ?? '', ...(files ?? [])].map((text) => `_${nameInWords(text)}_`);
  const joined = texts.map((text) => text.replaceAll('_', ''));
  return [...services].filter((name) => {
    const words = bare(name);
    if (words.length < 2) return false;
    const whole = words.replaceAll('_', '');
    // Short names must stand as words of their own: "ad" is in "load".
    return (
      texts.some((text) => text.includes(`_${words}_`)) ||
      (whole.length >= LETTERS.naming && joined.some((text) => text.includes(whole)))
    );
  });
}

/** The name of an object, or of whom it is for, in a line that a diff adds or takes away: of a manifest, values, Terraform. */
const WRITTEN_NAME =
  /^[+-]\s*(?:- )?["']?(?:name|app|service|serviceName|service_name|serviceAccount(?:Name)?|service_account(?:_name)?|app\.kubernetes\.io\/name)["']?\s*[:=]\s*["']?([\w.-]+)["']?,?\s*$/gm;

/** Services that a diff names in full as what it writes, where the change names none in its own words. */
function writtenServices({ diff = '' }: ChangeRecord, services: ReadonlySet<string>): readonly string[] {
  return [...diff.matchAll(WRITTEN_NAME)].flatMap(([, name]) => (services.has(name!) ? [name!] : []));
}

/** What an IAM statement allows, in a line that a diff adds or takes away: `"sqs:SendMessage"`. */
const ACTION = /^[+-].*?["']([a-z][a-z\d-]*:[A-Z]\w+)["']/gm;

/**
 * Services whose errors name an action that a diff gives or takes: who may not do it is told so by that name (AWS,
 * "Troubleshoot access denied error messages"), in whatever case (IAM, "Action": not case-sensitive; SQS writes it small).
 */
function missingServices({ diff = '' }: ChangeRecord, { byService }: SymptomText): readonly string[] {
  const actions = [...diff.matchAll(ACTION)].map(([, action]) => action!.toLowerCase());
  return [...byService].flatMap(([service, text]) =>
    actions.some((action) => text.toLowerCase().includes(action)) ? [service] : [],
  );
}

/** A service's name in words without what all services are called. */
function bare(name: string): string {
  const words = nameInWords(name)
    .replace(/(service|svc)$/, '_$1')
    .replace(/_+/g, '_');
  return words
    .replace(FILLER, '')
    .replace(/^_+|_+$/g, '')
    .replace(/_+/g, '_');
}
