import type { CoverageReading } from '../../../schemas/generated/kubernetes.ts';
import type { KindResource } from './kubernetes-kinds.ts';
import type { KindListing } from './list-kind.ts';

/** The readings that are about a namespace; all of them without one. */
export function within(readings: readonly CoverageReading[], namespace: string | undefined): CoverageReading[] {
  return readings.filter(
    ({ namespaces }) => namespace === undefined || namespaces === undefined || namespaces.includes(namespace),
  );
}

/** One list of a kind, in one namespace or everywhere, and what it gave. */
export interface ListedKind {
  readonly resource: KindResource;
  readonly namespace: string | undefined;
  readonly listing: KindListing;
}

const STATES = { listed: 'seen', absent: 'not-served', forbidden: 'forbidden', failed: 'unread' } as const;

/** What lists of a running cluster tell of their kinds; namespaces in which a kind fared alike are one reading. */
export function readingsOfLists(listed: readonly ListedKind[]): CoverageReading[] {
  const alike = Map.groupBy(listed, ({ resource, listing }) => `${resource.kind} ${stateOf(listing)}`);
  return [...alike.values()].map((lists) => {
    const { resource, listing } = lists[0]!;
    const state = stateOf(listing);
    const namespaces = lists.flatMap(({ namespace }) => namespace ?? []);
    const reason = reasonOf(listing, namespaces);
    return {
      kind: resource.kind,
      state,
      items: lists.reduce((sum, one) => sum + one.listing.items.length, 0),
      ...(namespaces.length === 0 ? {} : { namespaces }),
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

function stateOf({ state, truncated }: KindListing): CoverageReading['state'] {
  return state === 'listed' && truncated ? 'truncated' : STATES[state];
}

function reasonOf({ state, truncated, items }: KindListing, namespaces: readonly string[]): string | undefined {
  const where = namespaces.length === 0 ? '' : ` in namespace ${namespaces.join(', ')}`;
  if (state === 'forbidden') return `may not be listed${where} (403)`;
  if (state === 'failed') return `cannot be listed${where}`;
  return truncated ? `only the first ${items.length}${where} were read` : undefined;
}
