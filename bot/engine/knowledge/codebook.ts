import type { ObservationKind } from '../../domain/observation.ts';
import type { Effect } from './causes/index.ts';

/**
 * How strongly an effect predicts an observation: four levels, as in Codebook correlation (Kliger et al., "A Coding
 * Approach to Event Correlation", 1995) and noisy-or networks of two layers (BN2O). What is not listed happens by
 * `LEAK`, whatever the cause.
 */
const CERTAIN = 0.95;
const LIKELY = 0.7;
const POSSIBLE = 0.3;
export const LEAK = 0.02;

export type Predictions = Readonly<Partial<Record<ObservationKind, number>>>;

/** What a component with this effect shows itself. */
export const OWN: Readonly<Record<Effect, Predictions>> = {
  absent: {
    replicas: CERTAIN,
    event: LIKELY,
    condition: LIKELY,
    alert: LIKELY,
    availability: LIKELY,
    traffic: POSSIBLE,
    silence: POSSIBLE,
    'error-ratio': POSSIBLE,
    symptom: LIKELY,
  },
  pending: {
    replicas: CERTAIN,
    event: CERTAIN,
    condition: LIKELY,
    alert: LIKELY,
    availability: POSSIBLE,
    symptom: LIKELY,
  },
  'not-started': {
    replicas: CERTAIN,
    event: CERTAIN,
    condition: LIKELY,
    restarts: LIKELY,
    alert: LIKELY,
    'last-words': POSSIBLE,
    'log-errors': POSSIBLE,
    availability: POSSIBLE,
    symptom: LIKELY,
  },
  crashing: {
    restarts: CERTAIN,
    replicas: LIKELY,
    'last-words': LIKELY,
    event: LIKELY,
    condition: LIKELY,
    'log-errors': LIKELY,
    alert: LIKELY,
    availability: POSSIBLE,
    'error-ratio': POSSIBLE,
    latency: POSSIBLE,
    traffic: POSSIBLE,
    silence: POSSIBLE,
    symptom: LIKELY,
  },
  'not-ready': {
    replicas: CERTAIN,
    event: LIKELY,
    condition: LIKELY,
    alert: LIKELY,
    availability: POSSIBLE,
    'log-errors': POSSIBLE,
    'error-ratio': POSSIBLE,
    traffic: POSSIBLE,
    symptom: LIKELY,
  },
  unreachable: {
    availability: LIKELY,
    alert: LIKELY,
    'error-ratio': POSSIBLE,
    traffic: POSSIBLE,
    event: POSSIBLE,
    condition: POSSIBLE,
    replicas: POSSIBLE,
    'log-errors': POSSIBLE,
    latency: POSSIBLE,
    silence: POSSIBLE,
    symptom: LIKELY,
  },
  failing: {
    'error-ratio': LIKELY,
    'log-errors': LIKELY,
    alert: LIKELY,
    availability: POSSIBLE,
    latency: POSSIBLE,
    'last-words': POSSIBLE,
    condition: POSSIBLE,
    event: POSSIBLE,
    replicas: POSSIBLE,
    traffic: POSSIBLE,
    symptom: LIKELY,
  },
  slow: {
    latency: CERTAIN,
    alert: LIKELY,
    limit: LIKELY,
    'error-ratio': POSSIBLE,
    'log-errors': POSSIBLE,
    traffic: POSSIBLE,
    event: POSSIBLE,
    symptom: LIKELY,
  },
  late: {
    alert: LIKELY,
    limit: LIKELY,
    symptom: LIKELY,
    'log-errors': POSSIBLE,
    latency: POSSIBLE,
    event: POSSIBLE,
    condition: POSSIBLE,
  },
  blocked: {
    condition: LIKELY,
    event: LIKELY,
    alert: POSSIBLE,
    'log-errors': POSSIBLE,
    replicas: POSSIBLE,
    symptom: POSSIBLE,
  },
  node: {
    condition: LIKELY,
    event: LIKELY,
    limit: LIKELY,
    alert: LIKELY,
    'log-errors': POSSIBLE,
    symptom: LIKELY,
    latency: POSSIBLE,
  },
  lookup: {
    'log-errors': LIKELY,
    latency: POSSIBLE,
    'error-ratio': POSSIBLE,
    alert: POSSIBLE,
    event: POSSIBLE,
    replicas: POSSIBLE,
    symptom: POSSIBLE,
  },
};

/** Whether a component with this effect is expected to show an observation itself, so that its absence tells. */
export function isPredicted(effect: Effect, kind: ObservationKind): boolean {
  return (OWN[effect][kind] ?? LEAK) >= (kind === 'replicas' ? CERTAIN : LIKELY);
}

/** What those that depend on it show: callers, pods of a node, a namespace's workloads. */
export const FELT: Predictions = {
  'error-ratio': LIKELY,
  latency: LIKELY,
  'log-errors': LIKELY,
  alert: LIKELY,
  availability: POSSIBLE,
  replicas: POSSIBLE,
  restarts: POSSIBLE,
  'last-words': POSSIBLE,
  event: POSSIBLE,
  condition: POSSIBLE,
  traffic: POSSIBLE,
  silence: POSSIBLE,
  symptom: LIKELY,
};

/** Which effects of one cause can look like, or bring about, which of another at the same component. */
export const LEADS_TO: Readonly<Record<Effect, readonly Effect[]>> = {
  absent: ['absent', 'pending', 'unreachable', 'failing', 'late', 'slow'],
  pending: ['pending', 'not-started', 'unreachable', 'failing', 'late', 'slow'],
  'not-started': ['not-started', 'crashing', 'not-ready', 'unreachable', 'failing', 'late'],
  crashing: ['crashing', 'not-started', 'not-ready', 'unreachable', 'failing', 'slow', 'late'],
  'not-ready': ['not-ready', 'crashing', 'unreachable', 'failing', 'slow'],
  unreachable: ['unreachable', 'failing', 'slow', 'late', 'not-ready'],
  failing: ['failing', 'crashing', 'not-ready', 'slow', 'late', 'unreachable', 'not-started'],
  slow: ['slow', 'failing', 'not-ready', 'crashing', 'late'],
  late: ['late', 'failing', 'slow'],
  blocked: ['blocked', 'absent', 'failing', 'pending'],
  node: ['node', 'pending', 'not-started', 'crashing', 'slow', 'failing', 'unreachable', 'not-ready'],
  lookup: ['lookup', 'failing', 'crashing', 'not-ready', 'slow'],
};
