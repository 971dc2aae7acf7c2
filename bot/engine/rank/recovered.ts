import type { Observation, ObservationKind } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { CAUSE_TRAITS, type Effect } from '../knowledge/causes/index.ts';
import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import type { Explainer } from './explain.ts';

/** From when to when something was wrong, RFC 3339. */
export interface Span {
  readonly from: string;
  readonly until: string;
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

/** Effects that pass; what keeps pods from being made or found stands in the objects for as long as it lasts. */
const PASSING: ReadonlySet<Effect> = new Set<Effect>(['failing', 'slow', 'late', 'crashing', 'lookup', 'node']);

/**
 * The span of a fault that is over: everything that it explains, and that is not standing, has ended; undefined while any
 * of it lasts, or where nothing dated is explained.
 */
export function spanOf(
  candidate: Candidate,
  observations: readonly Observation[],
  explainer: Explainer,
  evidence: EvidenceSet,
  parameters: Parameters,
): Span | undefined {
  if (!PASSING.has(CAUSE_TRAITS[candidate.cause].effects[0]!)) return undefined;
  const explained = observations.filter(
    (one) => one.class === 'relevant' && explainer.probability(one, candidate) >= parameters.explainedAt,
  );
  if (explained.some(({ until }) => until === undefined) || !explained.some(({ kind }) => ENDS.has(kind)))
    return undefined;
  const from = explained.flatMap((one) => one.from ?? []).sort()[0];
  const until = explained
    .flatMap((one) => one.until ?? [])
    .sort()
    .at(-1);
  if (from === undefined || until === undefined || until >= evidence.asOf) return undefined;
  return { from, until };
}
