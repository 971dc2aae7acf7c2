/** One series: points ascending in time. The arrays are views into storage shared by all series; do not write to them. */
export interface RecordedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly unit?: string;
  /** Unix seconds. */
  readonly timestamps: Float64Array;
  /** May hold NaN and infinities where the source does. */
  readonly values: Float64Array;
}

/** What a family declares. */
export interface FamilyDeclaration {
  type?: string;
  unit?: string;
}

/** Collects points of many series in any order, in little memory. */
export interface SeriesBuilder {
  /** The index of a series, made on first sight. `key` identifies it. */
  indexOf(key: string, describe: () => { name: string; labels: Record<string, string> }): number;
  add(series: number, timestamp: number, value: number): void;
  declare(family: string, declaration: FamilyDeclaration): void;
  /** Sorts everything into series, with `shiftSeconds` added to each time. The builder is empty afterwards. */
  build(shiftSeconds: number): RecordedSeries[];
}

const BLOCK = 1 << 16;

interface Block {
  readonly series: Int32Array;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** Creates an empty builder. Points lie in blocks of fixed size until they are sorted by series. */
export function createSeriesBuilder(): SeriesBuilder {
  const indexes = new Map<string, number>();
  /** By name and sorted labels: two spellings of one series are one series. */
  const canonical = new Map<string, number>();
  const identities: { name: string; labels: Record<string, string> }[] = [];
  const counts: number[] = [];
  const families = new Map<string, FamilyDeclaration>();
  const words = new Map<string, string>();
  let blocks: Block[] = [];
  let block: Block | undefined;
  let filled = BLOCK;

  const intern = (text: string): string => {
    const known = words.get(text);
    if (known === undefined) words.set(text, text);
    return known ?? text;
  };

  return {
    indexOf: (key, describe) => {
      const known = indexes.get(key);
      if (known !== undefined) return known;
      const { name, labels } = describe();
      for (const label of Object.keys(labels)) labels[label] = intern(labels[label]!);
      const identity = `${name}${JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
      const spelled = canonical.get(identity);
      indexes.set(key, spelled ?? counts.length);
      if (spelled !== undefined) return spelled;
      canonical.set(identity, counts.length);
      identities.push({ name: intern(name), labels });
      counts.push(0);
      return counts.length - 1;
    },
    add: (series, timestamp, value) => {
      if (filled === BLOCK || block === undefined) {
        block = { series: new Int32Array(BLOCK), times: new Float64Array(BLOCK), values: new Float64Array(BLOCK) };
        blocks.push(block);
        filled = 0;
      }
      block.series[filled] = series;
      block.times[filled] = timestamp;
      block.values[filled] = value;
      filled++;
      counts[series]!++;
    },
    declare: (family, declaration) => {
      families.set(family, { ...families.get(family), ...declaration });
    },
    build: (shiftSeconds) => {
      const starts = new Int32Array(counts.length + 1);
      for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i]! + counts[i]!;
      const total = starts[counts.length]!;
      const times = new Float64Array(total);
      const values = new Float64Array(total);
      const next = starts.slice();
      for (let b = 0; b < blocks.length; b++) {
        const source = blocks[b]!;
        const length = b === blocks.length - 1 ? filled : BLOCK;
        for (let i = 0; i < length; i++) {
          const at = next[source.series[i]!]!++;
          times[at] = source.times[i]! + shiftSeconds;
          values[at] = source.values[i]!;
        }
        blocks[b] = undefined as unknown as Block;
      }
      blocks = [];
      block = undefined;
      return identities.map((identity, index) => {
        const from = starts[index]!;
        const to = starts[index + 1]!;
        const series = { timestamps: times.subarray(from, to), values: values.subarray(from, to) };
        sortByTime(series.timestamps, series.values);
        return { ...identity, ...declarationOf(identity.name, families), ...series };
      });
    },
  };
}

/**
 * The declared type and unit of a series. `x_total` belongs to counter `x`; the `_bucket`, `_count` and `_sum` of a
 * histogram or summary only rise, so each is a counter in its own right.
 */
export function declarationOf(name: string, families: ReadonlyMap<string, FamilyDeclaration>): FamilyDeclaration {
  const own = families.get(name);
  if (own !== undefined) return own;
  const part = /^(.+)_(total|bucket|count|sum|created|info)$/.exec(name);
  const family = part === null ? undefined : families.get(part[1]!);
  if (family === undefined) return {};
  const distribution = family.type === 'histogram' || family.type === 'summary';
  const counts = part![2] === 'bucket' || part![2] === 'count';
  return {
    ...(family.type === undefined ? {} : { type: distribution ? 'counter' : family.type }),
    ...(family.unit === undefined || counts ? {} : { unit: family.unit }),
  };
}

/** Sorts the two arrays together where they are not ascending yet. */
function sortByTime(times: Float64Array, values: Float64Array): void {
  let ascending = true;
  for (let i = 1; i < times.length && ascending; i++) ascending = times[i]! >= times[i - 1]!;
  if (ascending) return;
  const order = Array.from(times.keys()).sort((a, b) => times[a]! - times[b]!);
  const sortedTimes = order.map((index) => times[index]!);
  const sortedValues = order.map((index) => values[index]!);
  times.set(sortedTimes);
  values.set(sortedValues);
}
