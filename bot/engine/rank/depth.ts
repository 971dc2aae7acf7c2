import { type CauseCode, causeFamily } from '../../domain/cause.ts';
import { CAUSE_TRAITS, type Depth } from '../knowledge/causes/index.ts';
import { LEADS_TO } from '../knowledge/codebook.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { Parameters } from '../parameters.ts';
import { type Candidate, isExact } from './candidates.ts';
import { cannotTake } from './cannot-take.ts';
import { leavesShort, makesDemand } from './demand.ts';
import { fillsDisk } from './disk.ts';
import { fillsHeap, isFullHeapOn } from './fills-heap.ts';
import { isFreedByKill } from './freed-by-kill.ts';
import { gradeRank } from './grades.ts';
import {
  isListed,
  isLoadOf,
  isShortened,
  isTaker,
  isTurnedRound,
  makesShort,
  multiplies,
  RELAYED,
  takesMemory,
  takesMisses,
  waitsForScans,
} from './load.ts';
import { isLostUnder } from './lost-on-the-way.ts';
import { hasLostPlace } from './lost-place.ts';
import { beganFirst, onsetOf } from './onset.ts';
import type { Reach } from './reach.ts';
import { isSameCertificate } from './same-certificate.ts';
import { lowersLimit, writesName } from './written-by-change.ts';
import { isByClockOf } from './wrong-clock.ts';

const DEPTHS: readonly Depth[] = ['symptom', 'state', 'condition', 'change'];

/** Whether a cause only restates that something is wrong. */
export function isSymptom(cause: CauseCode): boolean {
  return CAUSE_TRAITS[cause].depth === 'symptom';
}

/** Whether a fault elsewhere can bring a cause about: what a component does, not how it is written. */
export function isState(cause: CauseCode): boolean {
  const { depth } = CAUSE_TRAITS[cause];
  return depth === 'symptom' || depth === 'state';
}

export function isChange(cause: CauseCode): boolean {
  return causeFamily(cause) === 'change';
}

/** Whether `upper` is the deeper link of which `lower` is what shows: at the same component, or where lower depends on it. */
export function bringsAbout(upper: Candidate, lower: Candidate, reach: Reach, parameters: Parameters): boolean {
  if (upper === lower || gradeRank(upper.grade) === 0) return false;
  if (lowersLimit(lower, upper)) return false;
  if (exonerates(upper, parameters) && isChange(lower.cause) && !names(lower, upper)) return true;
  return upper.component === lower.component
    ? bringsAboutHere(upper, lower, reach, parameters)
    : bringsAboutElsewhere(upper, lower, reach, parameters);
}

function bringsAboutHere(upper: Candidate, lower: Candidate, reach: Reach, parameters: Parameters): boolean {
  if (isTurnedRound(upper, lower, reach)) return true;
  if (isTurnedRound(lower, upper, reach)) return false;
  if (makesDemand(upper, lower)) return upper.belief >= shareNeeded(upper, parameters) * lower.belief;
  if (leavesShort(upper, lower) || fillsHeap(upper, lower)) return true;
  if (makesDemand(lower, upper) || leavesShort(lower, upper) || fillsHeap(lower, upper)) return false;
  if (isChange(lower.cause)) {
    // What is written wrong carries the change that wrote it.
    return !isState(upper.cause) && !isChange(upper.cause) && upper.belief >= parameters.explainsChangeAt;
  }
  if (upper.belief < parameters.deeperAt) return false;
  if (writesName(upper, lower) || (isDown(upper, parameters) && RELAYED.has(lower.cause))) return true;
  if (waitsForScans(lower, upper)) return upper.belief >= shareNeeded(upper, parameters) * lower.belief;
  if (waitsForScans(upper, lower)) return false;
  const deeper = depthOf(upper.cause) > depthOf(lower.cause);
  // A state that is said or shown brings about what the table lists, as deep as that lies.
  const deepEnough = depthOf(upper.cause) >= depthOf(lower.cause) || gradeRank(upper.grade) > 1;
  if (isListed(upper.cause, lower.cause) && deepEnough) {
    // Two that can each bring the other about: the one that is said exactly, else the surer one, did.
    if (isListed(lower.cause, upper.cause))
      return isExact(upper) === isExact(lower) ? upper.belief > lower.belief : isExact(upper);
    return upper.belief >= shareNeeded(upper, parameters) * lower.belief;
  }
  if (!deeper || !isSymptom(lower.cause) || !leadsTo(upper.cause, lower.cause)) return false;
  return upper.belief >= shareNeeded(upper, parameters) * lower.belief;
}

/** Said and shown, a deeper link need not be as sure as what it brought about; measured, it must be nearly so. */
function shareNeeded({ grade }: Candidate, parameters: Parameters): number {
  return gradeRank(grade) > 1 ? parameters.deeperShare : parameters.deeperShareMeasured;
}

function bringsAboutElsewhere(upper: Candidate, lower: Candidate, reach: Reach, parameters: Parameters): boolean {
  if (isDown(upper, parameters) && (isFailing(lower) || onlyCoincides(lower))) return leavesBehind(upper, lower, reach);
  if (isRelayed(lower, upper, parameters) || isTurnedRound(upper, lower, reach)) return true;
  if (isMeasuredTo(upper, lower, reach, parameters)) return true;
  if (isIndependent(lower, upper, reach, parameters)) return false;
  if (isShortened(lower, upper)) return makesShort(upper, lower, reach, parameters);
  const isListedHere = isListed(upper.cause, lower.cause);
  // What says itself what the table lists for the other needs no more belief than the share below.
  if (upper.belief < parameters.explainsAt && !(isListedHere && gradeRank(upper.grade) > 1)) return false;
  if (isSymptom(lower.cause) && (tellsOfCalls(upper, lower, reach) || refusesCalls(upper, lower, reach))) return true;
  if (holdsWorkers(upper, lower, reach)) return true;
  if (!isSymptom(upper.cause) && gradeRank(upper.grade) > 1 && onlyCoincides(lower)) return feels(lower, upper, reach);
  if (!isOpenToOthers(lower) && !isListedHere) return false;
  // Requests come from callers and go on to what is called, which brings more of them about by being tried again only.
  if (isLoadOf(upper, lower, reach)) return true;
  if (isLoadOf(lower, upper, reach)) return false;
  const isMissed = takesMisses(lower, upper, reach);
  if (lower.cause === 'traffic_spike' && !isListedHere && !isMissed) return false;
  // What the table lists, or what says itself whom it slows, need not be the surer one: who waits shows it louder than
  // what is waited for.
  const isToldBy = isListedHere || isMissed || (RELAYED.has(lower.cause) && upper.explains.includes(lower.component));
  const least = isToldBy ? shareNeeded(upper, parameters) * lower.belief : lower.belief;
  // A machine's figure that moved is as likely the doing of what runs there: it needs as much as at one component.
  const isMachines = gradeRank(upper.grade) === 1 && reach.places(lower.component).has(upper.component);
  if ((CAUSE_TRAITS[upper.cause].depth !== 'condition' || isMachines) && upper.belief < least) return false;
  // What a program fills up is its machine's, where that came after.
  return (
    feels(lower, upper, reach) ||
    (isListedHere && (isOfMachine(lower, upper, reach) || fillsPool(upper, lower, reach))) ||
    isMissed
  );
}

/** Whether the other cannot have brought it about, whatever the table lists. */
function isIndependent(lower: Candidate, upper: Candidate, reach: Reach, parameters: Parameters): boolean {
  if (isTurnedRound(lower, upper, reach) || fillsDisk(lower, upper, reach, parameters)) return true;
  if (isFreedByKill(lower, upper, reach, parameters) || isLostUnder(lower, upper, reach, parameters)) return true;
  if (isFullHeapOn(lower, upper, reach)) return true;
  // An autoscaler adds pods for what its own burn or get (Kubernetes, "Horizontal Pod Autoscaling"): waiting burns nothing.
  if (lower.cause === 'hpa_at_maximum' && upper.cause === 'pod_cpu_overload') return true;
  // Who goes short of a processor does not use more of it: who uses more of it makes it short for others.
  return upper.cause === 'node_cpu_saturation' && isTaker(lower, upper);
}

/** Whether figures, or the very thing that is shown, tie the other to it, whatever the table lists. */
function isMeasuredTo(upper: Candidate, lower: Candidate, reach: Reach, parameters: Parameters): boolean {
  return (
    multiplies(upper, lower, reach) ||
    fillsDisk(upper, lower, reach, parameters) ||
    isSameCertificate(upper, lower, reach) ||
    isByClockOf(upper, lower, reach) ||
    cannotTake(upper, lower) ||
    takesMemory(upper, lower) ||
    isFullHeapOn(upper, lower, reach) ||
    isFreedByKill(upper, lower, reach, parameters) ||
    hasLostPlace(upper, lower, reach) ||
    lowersLimit(upper, lower) ||
    isLostUnder(upper, lower, reach, parameters)
  );
}

function isOfMachine(lower: Candidate, upper: Candidate, reach: Reach): boolean {
  if (!reach.places(upper.component).has(lower.component)) return false;
  const [began, felt] = [onsetOf(upper), onsetOf(lower)];
  return began === undefined || felt === undefined || began <= felt;
}

/**
 * Whether calls that hang outside hold the workers of a pool which began to fill after they did: where nothing is known of
 * the calls of those who say so, nor of who calls the pool's owner, their processes are the pool's (PHP-FPM's, Puma's).
 */
function holdsWorkers(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  if (upper.cause !== 'external_service_outage' || lower.cause !== 'thread_pool_exhausted') return false;
  if (gradeRank(upper.grade) === 0 || reach.isCalled(nameOf(lower.component).name)) return false;
  if (upper.explains.some((writer) => reach.isKnown(nameOf(writer).name))) return false;
  return beganFirst(upper, lower);
}

/** Whether the workers of a machine are held by programs on it that feel the other: PHP-FPM's pools are counted by machine. */
function fillsPool(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  if (lower.cause !== 'thread_pool_exhausted' || nameOf(lower.component).kind !== 'node') return false;
  const felt = [...upper.explains, ...reach.dependants(upper.component)];
  return felt.some((one) => reach.places(one).has(lower.component));
}

function feels(lower: Candidate, upper: Candidate, reach: Reach): boolean {
  return upper.explains.includes(lower.component) || reach.dependants(upper.component).has(lower.component);
}

/**
 * Whether a caller fails or waits because its calls do, as its own log says of this callee: the callee's own cause is why,
 * though nobody measures the callee's requests.
 */
function isRelayed(lower: Candidate, upper: Candidate, { deeperAt }: Parameters): boolean {
  if (!RELAYED.has(lower.cause) || RELAYED.has(upper.cause) || upper.cause === 'dependency_unavailable') return false;
  return gradeRank(upper.grade) > 0 && upper.belief >= deeperAt && upper.reportedBy.includes(lower.component);
}

/** Nothing of it runs, as is shown: whoever calls it fails for that, however little is known of why. */
function isDown({ cause, grade, belief }: Candidate, { unavailableBelief }: Parameters): boolean {
  return cause === 'workload_unavailable' && gradeRank(grade) > 1 && belief >= unavailableBelief;
}

/**
 * Whether a component of which nothing runs accounts for the other: who calls it fails; and a change that stands beside it
 * in time alone can have brought it down only where it depends on what was changed.
 */
function leavesBehind(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  if (isFailing(lower)) return feels(lower, upper, reach);
  return !reach.dependencies(upper.component).has(lower.component);
}

function isFailing({ cause }: Candidate): boolean {
  return isSymptom(cause) && cause !== 'workload_unavailable';
}

/** A change that stands beside the trouble in time alone: where a callee is shown to be broken, that is why. */
function onlyCoincides({ cause, grade }: Candidate): boolean {
  return isChange(cause) && gradeRank(grade) === 0;
}

/** Whether a caller says by its callee's name why its calls fail: what the callee shows is then the same failing calls. */
function tellsOfCalls(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  if (gradeRank(upper.grade) <= 2 || isSymptom(upper.cause)) return false;
  if (!reach.dependants(lower.component).has(upper.component)) return false;
  const name = lower.component.slice(lower.component.indexOf('/') + 1);
  return upper.evidence.some(({ source, text }) => source === 'logs' && text.includes(name));
}

/** What a client says of why its own calls fail, whoever is called: it refuses, is refused, or does not find the way. */
const OF_CALLS: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'certificate_untrusted',
  'certificate_expired',
  'credentials_expired',
  'database_credentials_invalid',
  'cloud_permission_denied',
  'dns_resolution_failure',
  'service_protocol_mismatch',
]);

/**
 * Whether the one caller of what fails says of its own calls why they do, without a name: TLS libraries and SDKs seldom
 * give one.
 */
function refusesCalls(upper: Candidate, lower: Candidate, reach: Reach): boolean {
  if (!OF_CALLS.has(upper.cause) || gradeRank(upper.grade) <= 2 || lower.cause !== 'dependency_unavailable')
    return false;
  const { name } = nameOf(lower.component);
  const callers = [...reach.dependants(lower.component)].filter((one) =>
    reach.callees(nameOf(one).name).includes(name),
  );
  return callers.length === 1 && callers[0] === upper.component;
}

/**
 * Causes that come from outside of what teams roll out. Where one of them is said or shown, no change is blamed that does
 * not name that very thing.
 */
const FROM_OUTSIDE: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'certificate_expired',
  'credentials_expired',
  'coredns_unavailable',
  'dns_server_slow',
  'external_service_outage',
  'image_pull_rate_limited',
  'noisy_neighbor',
  'poison_message',
  'registry_credentials_expired',
  'traffic_spike',
  'upstream_rate_limited',
]);

function exonerates({ cause, grade, belief }: Candidate, parameters: Parameters): boolean {
  return FROM_OUTSIDE.has(cause) && gradeRank(grade) > 1 && belief >= parameters.explainsAt;
}

/** Whether a change speaks of the thing that another cause is about, by the words of that cause's code. */
function names(change: Candidate, other: Candidate): boolean {
  const text = change.evidence.map((one) => one.text.toLowerCase()).join(' ');
  return other.cause.split('_').some((word) => !STATES_OF_THINGS.has(word) && text.includes(word));
}

const STATES_OF_THINGS: ReadonlySet<string> = new Set([
  'expired',
  'unavailable',
  'slow',
  'outage',
  'spike',
  'limited',
  'service',
  'server',
]);

function depthOf(cause: CauseCode): number {
  return DEPTHS.indexOf(CAUSE_TRAITS[cause].depth);
}

/** A cause that is said or shown by its own component to be wrong in itself is nobody else's symptom. */
function isOpenToOthers({ cause, grade }: Candidate): boolean {
  if (isState(cause)) return true;
  const family = causeFamily(cause);
  return (family === 'performance' || family === 'dependencies') && gradeRank(grade) <= 1;
}

function leadsTo(upper: CauseCode, lower: CauseCode): boolean {
  const shown = CAUSE_TRAITS[lower].effects;
  return CAUSE_TRAITS[upper].effects.some((effect) => shown.some((one) => LEADS_TO[effect].includes(one)));
}
