import type { CoverageState } from './coverage.ts';
import type { KubernetesObject, Observed } from './signals.ts';

/** From the best to the worst: what one reading has seen is seen, whatever another one missed. */
const BEST_FIRST: readonly CoverageState[] = ['seen', 'truncated', 'forbidden', 'unread'];

/**
 * How far a kind was read: in a namespace, or without one in all that was read (kinds that have no namespace; "is there
 * any anywhere"), where the least seen namespace decides. Kinds are compared without regard to case. A source that says
 * nothing of its coverage, as one made by hand, has seen the kinds of which it shows an object.
 */
export function coverageOf(
  observed: Observed<readonly KubernetesObject[]>,
  kind: string,
  namespace?: string,
): CoverageState {
  const readings = observed.coverage?.readings;
  if (readings === undefined) return observed.status === 'observed' ? shown(observed, kind) : 'unread';
  const wanted = kind.toLowerCase();
  const states = readings
    .filter(
      (reading) =>
        reading.kind.toLowerCase() === wanted &&
        (namespace === undefined || reading.namespaces === undefined || reading.namespaces.includes(namespace)),
    )
    .map(({ state, namespaces }) => ({
      state: state === 'not-served' ? ('seen' as const) : state,
      everywhere: namespaces === undefined,
    }));
  if (namespace !== undefined) return bestOf(states.map(({ state }) => state));
  const everywhere = states.filter((one) => one.everywhere).map(({ state }) => state);
  if (everywhere.length > 0) return bestOf(everywhere);
  return worstOf(states.map(({ state }) => state));
}

function bestOf(states: readonly CoverageState[]): CoverageState {
  return BEST_FIRST.find((state) => states.includes(state)) ?? 'unread';
}

function worstOf(states: readonly CoverageState[]): CoverageState {
  return states.length === 0 ? 'unread' : (BEST_FIRST.findLast((state) => states.includes(state)) ?? 'unread');
}

/** The kinds of the objects shown, kept per list: coverage is asked for by many rules. */
const kindsShown = new WeakMap<readonly KubernetesObject[], ReadonlySet<string>>();

function shown(
  observed: Extract<Observed<readonly KubernetesObject[]>, { status: 'observed' }>,
  kind: string,
): CoverageState {
  const known =
    kindsShown.get(observed.value) ?? new Set(observed.value.map((object) => String(object?.kind).toLowerCase()));
  kindsShown.set(observed.value, known);
  if (!known.has(kind.toLowerCase())) return 'unread';
  return observed.truncated === undefined ? 'seen' : 'truncated';
}
