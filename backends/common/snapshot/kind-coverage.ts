import type { CoverageReading } from '../../../schemas/generated/kubernetes.ts';

/** Gathers how far each kind of object was recorded, list by list and object by object. */
export interface KindCoverage {
  /**
   * A list of one kind, read to its end or (`truncated`) not. `place` is the namespace that it was made for, where its
   * folder says so; else the namespaces of its items tell.
   */
  list(kind: string, namespaces: readonly (string | undefined)[], how: { place?: string; truncated?: string }): void;
  /** One object by itself: there may be others of its kind. */
  single(kind: string, namespace: string | undefined): void;
  /** Nothing was read, with the reason. */
  missing(kind: string, state: 'forbidden' | 'unread', reason: string, namespace?: string): void;
  /** The readings in name order. `namespaces` are those the snapshot says that it is of; empty means all. */
  readings(namespaces: readonly string[]): CoverageReading[];
}

interface Gathered {
  everywhere: boolean;
  /** An empty list of no place was there. */
  empty: boolean;
  items: number;
  readonly seen: Set<string>;
  readonly cut: Map<string, string>;
  cutEverywhere: string | undefined;
  readonly alone: Set<string>;
  aloneWithoutPlace: boolean;
  readonly missing: { state: 'forbidden' | 'unread'; reason: string; namespace: string | undefined }[];
}

const ALONE = 'only single objects were recorded';

/**
 * Creates an empty one. A list with items of several namespaces was made with `--all-namespaces`. One with items of a
 * single namespace may have been made for that one alone, so only there it is known to be whole. An empty one is taken
 * to be of all that the snapshot is of.
 */
export function createKindCoverage(): KindCoverage {
  const byKind = new Map<string, Gathered>();
  const of = (kind: string): Gathered => {
    const known = byKind.get(kind) ?? {
      everywhere: false,
      empty: false,
      items: 0,
      seen: new Set<string>(),
      cut: new Map<string, string>(),
      cutEverywhere: undefined,
      alone: new Set<string>(),
      aloneWithoutPlace: false,
      missing: [],
    };
    byKind.set(kind, known);
    return known;
  };
  return {
    list: (kind, namespaces, { place, truncated }) => {
      const gathered = of(kind);
      gathered.items += namespaces.length;
      const places = new Set(namespaces.filter((namespace) => namespace !== undefined));
      if (place !== undefined) places.add(place);
      if (place === undefined && namespaces.length === 0 && truncated === undefined) {
        gathered.empty = true;
        return;
      }
      const whole = place === undefined && (places.size !== 1 || namespaces.includes(undefined));
      if (truncated !== undefined) {
        for (const namespace of places) gathered.cut.set(namespace, truncated);
        if (whole) gathered.cutEverywhere = truncated;
        return;
      }
      for (const namespace of places) gathered.seen.add(namespace);
      if (whole) gathered.everywhere = true;
    },
    single: (kind, namespace) => {
      const gathered = of(kind);
      gathered.items++;
      if (namespace === undefined) gathered.aloneWithoutPlace = true;
      else gathered.alone.add(namespace);
    },
    missing: (kind, state, reason, namespace) => {
      of(kind).missing.push({ state, reason, namespace });
    },
    readings: (namespaces) =>
      [...byKind]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([kind, gathered]) => readingsOf(kind, gathered, namespaces)),
  };
}

function readingsOf(kind: string, gathered: Gathered, scope: readonly string[]): CoverageReading[] {
  const { seen, cut, cutEverywhere, alone, aloneWithoutPlace, items } = gathered;
  // An empty list beside others of its kind is of some namespace that nobody can tell.
  const everywhere = gathered.everywhere || (gathered.empty && items === 0 && seen.size === 0 && cut.size === 0);
  const readings: CoverageReading[] = [];
  if (everywhere) {
    const within = scope.length === 0 || seen.size === 0 ? scope : [...new Set([...scope, ...seen])];
    readings.push({ kind, state: 'seen', items, ...(within.length === 0 ? {} : { namespaces: [...within] }) });
  } else if (seen.size > 0) readings.push({ kind, state: 'seen', items, namespaces: [...seen].toSorted() });
  if (everywhere && scope.length === 0) return readings;
  if (cutEverywhere !== undefined) readings.push({ kind, state: 'truncated', reason: cutEverywhere });
  for (const [reason, places] of Map.groupBy(cut.keys(), (namespace) => cut.get(namespace)!)) {
    const open = places.filter((namespace) => !seen.has(namespace));
    if (open.length > 0 && cutEverywhere === undefined)
      readings.push({ kind, state: 'truncated', namespaces: open.toSorted(), reason });
  }
  const singly = [...alone].filter((namespace) => !seen.has(namespace) && !cut.has(namespace));
  if (singly.length > 0) readings.push({ kind, state: 'truncated', namespaces: singly.toSorted(), reason: ALONE });
  if (aloneWithoutPlace && !everywhere) readings.push({ kind, state: 'truncated', reason: ALONE });
  for (const { state, reason, namespace } of gathered.missing)
    readings.push({ kind, state, reason, ...(namespace === undefined ? {} : { namespaces: [namespace] }) });
  return readings;
}
