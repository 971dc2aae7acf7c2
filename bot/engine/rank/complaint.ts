import { type CauseCode, causeFamily } from '../../domain/cause.ts';
import type { Component } from '../../domain/target.ts';
import { CAUSE_TRAITS, type Effect } from '../knowledge/causes/index.ts';
import { COMPLAINT_WORDS, type ComplaintKind, ROLLOUT_IN_PASSING } from '../knowledge/complaint-words.ts';
import type { Parameters } from '../parameters.ts';

/** What a complaint is of, by its words; empty for one that says nothing (`is everything all right?`). */
export function complaintOf(question: string | undefined): ReadonlySet<ComplaintKind> {
  const kinds = Object.entries(COMPLAINT_WORDS) as [ComplaintKind, RegExp][];
  const asked = question ?? '';
  // Names of alerts are words that stand together: KubePodCrashLooping.
  const apart = asked.replace(/([a-z\d])([A-Z])/g, '$1 $2');
  const named = new Set(kinds.filter(([, words]) => words.test(asked) || words.test(apart)).map(([kind]) => kind));
  // Signing in is what people do: that it is slow says nothing of what ends, and that it fails may.
  if (named.size === 2 && named.has('latency') && named.has('expiry') && !ENDS.test(asked.replace(SIGNING_IN, '')))
    named.delete('expiry');
  // Orders that stay pending are late, pods that do have no place.
  if (PODS_PENDING.test(asked)) named.delete('late');
  if (named.size > 1 && !COMPLAINT_WORDS.rollout.test(asked.replace(ROLLOUT_IN_PASSING, ''))) named.delete('rollout');
  return named;
}

const PODS_PENDING = /\bpods?\b[^.]{0,60}\bpending\b|\bpending pods?\b/i;
const SIGNING_IN = /\b(?:log|sign) ?in\b/gi;
const ENDS = COMPLAINT_WORDS.expiry;

/** How a cause must show to fit what is complained of, and what is said of it. */
const FITS: readonly (readonly [ComplaintKind, (cause: CauseCode) => boolean, string])[] = [
  ['restarts', shows('crashing'), 'it restarts containers, as the complaint says'],
  ['latency', isSlowing, 'it slows answers, as the complaint says'],
  ['late', shows('late'), 'it delays work, as the complaint says'],
  ['availability', isStopping, 'it makes a service unreachable, as the complaint says'],
  ['errors', isStopping, 'it makes requests fail, as the complaint says'],
  [
    'rollout',
    (cause) => ['admission', 'scheduling', 'startup'].includes(causeFamily(cause)),
    'it keeps pods from starting, as the complaint says',
  ],
  ['expiry', (cause) => EXPIRIES.has(cause), 'it is about what expires, as the complaint says'],
];

const EXPIRIES: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'certificate_expired',
  'certificate_untrusted',
  'credentials_expired',
  'registry_credentials_expired',
]);

function shows(effect: Effect) {
  return (cause: CauseCode) => CAUSE_TRAITS[cause].effects[0] === effect;
}

function isSlowing(cause: CauseCode): boolean {
  return (
    causeFamily(cause) === 'performance' ||
    causeFamily(cause) === 'dependencies' ||
    CAUSE_TRAITS[cause].effects.includes('slow')
  );
}

function isStopping(cause: CauseCode): boolean {
  return ['admission', 'scheduling', 'startup', 'routing', 'infrastructure'].includes(causeFamily(cause));
}

/** Whether a complaint speaks of a component by its name. */
export function namesIt(question: string | undefined, component: Component): boolean {
  const name = component.slice(component.indexOf('/') + 1).toLowerCase();
  const words = (question ?? '').toLowerCase().split(/[^\w.-]+/);
  return words.some((word) => word.replace(/[.-]+$/, '') === name);
}

/** How far a cause fits the complaint: 0 or the weight, with the reason in words. A weak prior that settles near ties. */
export function fitComplaint(
  cause: CauseCode,
  complaint: ReadonlySet<ComplaintKind>,
  parameters: Parameters,
): { readonly weight: number; readonly reason?: string } {
  const fitting = FITS.find(([kind]) => complaint.has(kind));
  if (fitting === undefined || !fitting[1](cause)) return { weight: 0 };
  return { weight: parameters.complaintWeight, reason: fitting[2] };
}
