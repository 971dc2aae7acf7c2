import { createLineScanner, MARK, VARIABLE } from './line-scanner.ts';

/** What stands for a variable part in a template. */
export const WILDCARD = '<*>';

export interface TemplateMinerOptions {
  /** Most clusters kept; the least recently used one is dropped first. Default 4,000. */
  readonly maxClusters?: number;
  /** Share of the fixed words that must agree for a line to join a cluster, 0 to 1. Default 0.7. */
  readonly similarity?: number;
}

/** One group of lines that share a template. */
export interface TemplateCluster {
  readonly id: number;
  readonly template: string;
  /** Lines added so far. */
  readonly count: number;
}

/** Groups lines by template in one pass and bounded memory. */
export interface TemplateMiner {
  /** Adds a line and returns the id of its cluster; ids are never reused. */
  add(line: string): number;
  /** The template of a cluster as it is now; an empty string when the cluster was dropped. */
  template(id: number): string;
  /** The clusters that are kept, most lines first. */
  clusters(): TemplateCluster[];
}

interface Cluster {
  readonly id: number;
  readonly kinds: Uint8Array;
  readonly spaced: Uint8Array;
  /** Token texts; the wildcard where the position varies. */
  readonly tokens: string[];
  count: number;
  used: number;
}

/** The line hashes remembered; when full the map starts anew, which costs time but changes no result. */
const MAX_HASHES = 100_000;

/**
 * Creates a miner after Drain (He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017):
 * lines of equal length in tokens are compared with the clusters of that length, and join the most similar one when
 * enough fixed words agree. Unlike Drain it compares words only, not punctuation or variable parts, and looks at every
 * cluster of the length instead of those with the same first words, so a message may begin with a variable word.
 */
export function createTemplateMiner(options: TemplateMinerOptions = {}): TemplateMiner {
  const maxClusters = options.maxClusters ?? 4_000;
  const similarity = options.similarity ?? 0.7;
  const scanner = createLineScanner();
  const byId = new Map<number, Cluster>();
  const byLength = new Map<number, Cluster[]>();
  let byHash = new Map<number, Cluster>();
  let nextId = 1;
  let clock = 0;

  function add(line: string): number {
    scanner.scan(line);
    let cluster = byHash.get(scanner.hash);
    if (cluster === undefined || !byId.has(cluster.id)) {
      cluster = place(line);
      if (byHash.size >= MAX_HASHES) byHash = new Map();
      byHash.set(scanner.hash, cluster);
    }
    cluster.count++;
    cluster.used = ++clock;
    return cluster.id;
  }

  function place(line: string): Cluster {
    const { count, kinds, starts, ends, spaced } = scanner;
    const tokens: string[] = [];
    for (let index = 0; index < count; index++) {
      tokens.push(kinds[index] === VARIABLE ? WILDCARD : line.slice(starts[index]!, ends[index]!));
    }
    const candidates = byLength.get(count) ?? [];
    if (!byLength.has(count)) byLength.set(count, candidates);
    let best: Cluster | undefined;
    let bestScore = 0;
    for (const candidate of candidates) {
      const score = compare(candidate, tokens, kinds, similarity);
      if (score > bestScore) {
        bestScore = score;
        best = candidate;
      }
    }
    if (best !== undefined) {
      generalize(best, tokens);
      return best;
    }
    if (byId.size >= maxClusters) dropOldest();
    const cluster = {
      id: nextId++,
      kinds: kinds.slice(0, count),
      spaced: spaced.slice(0, count),
      tokens,
      count: 0,
      used: 0,
    };
    byId.set(cluster.id, cluster);
    candidates.push(cluster);
    return cluster;
  }

  /** Drops the eighth of the clusters unused for longest. */
  function dropOldest(): void {
    const oldest = [...byId.values()].sort((a, b) => a.used - b.used).slice(0, Math.max(1, maxClusters >> 3));
    for (const cluster of oldest) byId.delete(cluster.id);
    for (const [length, clusters] of byLength) {
      byLength.set(
        length,
        clusters.filter((cluster) => byId.has(cluster.id)),
      );
    }
    byHash = new Map();
  }

  return {
    add,
    template: (id) => {
      const cluster = byId.get(id);
      return cluster === undefined ? '' : render(cluster);
    },
    clusters: () =>
      [...byId.values()]
        .sort((a, b) => b.count - a.count || a.id - b.id)
        .map((cluster) => ({ id: cluster.id, template: render(cluster), count: cluster.count })),
  };
}

/** Similarity of a line to a cluster, 0 when it does not belong: punctuation must agree, words in large part. */
function compare(cluster: Cluster, tokens: readonly string[], kinds: Uint8Array, needed: number): number {
  let words = 0;
  let same = 0;
  let open = 0;
  for (let index = 0; index < tokens.length; index++) {
    const mine = cluster.tokens[index]!;
    const theirs = tokens[index]!;
    if (kinds[index] === MARK || cluster.kinds[index] === MARK) {
      if (mine !== theirs) return 0;
    } else if (mine === WILDCARD) {
      if (theirs !== WILDCARD) open++;
    } else {
      words++;
      if (mine === theirs) same++;
    }
  }
  const total = words + open;
  if (total === 0) return 1;
  const share = (same + open * 0.5) / total;
  return same > 0 && share >= needed ? share : 0;
}

function generalize(cluster: Cluster, tokens: readonly string[]): void {
  for (let index = 0; index < tokens.length; index++) {
    if (cluster.tokens[index] !== tokens[index]) cluster.tokens[index] = WILDCARD;
  }
}

function render(cluster: Cluster): string {
  let text = '';
  for (let index = 0; index < cluster.tokens.length; index++) {
    if (index > 0 && cluster.spaced[index] === 1) text += ' ';
    text += cluster.tokens[index];
  }
  return text;
}
