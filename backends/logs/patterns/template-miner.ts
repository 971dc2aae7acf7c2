import { generalize, similarity } from './group-shapes.ts';
import { createLineScanner } from './line-scanner.ts';
import type { LineShape } from './line-shape.ts';
import { frameOf, renderTemplate, shapeOf } from './line-shape.ts';

export interface TemplateMinerOptions {
  /** Most clusters kept; the least recently used are dropped first. Default 4,000. */
  readonly maxClusters?: number;
}

/** One group of lines that share a template. */
export interface TemplateCluster {
  readonly id: number;
  /** Variable parts are `<*>`. */
  readonly template: string;
  /** Lines added so far. */
  readonly count: number;
}

/** Groups lines by template in one pass and bounded memory. */
export interface TemplateMiner {
  /** Adds a line and returns the id of its cluster; ids count from 1 and are never reused. */
  add(line: string): number;
  /** The template of a cluster as it is now; an empty string when the cluster was dropped. */
  template(id: number): string;
  /** The clusters that are kept, most lines first. */
  clusters(): TemplateCluster[];
}

interface Cluster {
  readonly id: number;
  readonly frame: string;
  readonly shape: LineShape;
  count: number;
  used: number;
}

/** The line hashes remembered; when full the map starts anew, which costs time but changes no result. */
const MAX_HASHES = 100_000;

/**
 * Creates a miner after Drain (He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017).
 * Two things differ: a line is first looked up by the hash of its fixed parts, so that most lines cost one scan; and a
 * new shape is compared with the clusters of the same punctuation instead of the same first words, so that a message
 * may begin with a variable word.
 */
export function createTemplateMiner(options: TemplateMinerOptions = {}): TemplateMiner {
  const maxClusters = Math.max(1, options.maxClusters ?? 4_000);
  const scanner = createLineScanner();
  const byId = new Map<number, Cluster>();
  const byFrame = new Map<string, Cluster[]>();
  let byHash = new Map<number, Cluster>();
  let nextId = 1;
  let clock = 0;

  function add(line: string): number {
    scanner.scan(line);
    let cluster = byHash.get(scanner.hash);
    if (cluster === undefined) {
      cluster = place(shapeOf(line, scanner));
      if (byHash.size >= MAX_HASHES) byHash = new Map();
      byHash.set(scanner.hash, cluster);
    }
    cluster.count++;
    cluster.used = ++clock;
    return cluster.id;
  }

  function place(shape: LineShape): Cluster {
    const frame = frameOf(shape);
    let best: Cluster | undefined;
    let bestScore = 0;
    for (const candidate of byFrame.get(frame) ?? []) {
      const score = similarity(candidate.shape.tokens, shape);
      if (score > bestScore) {
        bestScore = score;
        best = candidate;
      }
    }
    if (best !== undefined) {
      generalize(best.shape.tokens, shape.tokens);
      return best;
    }
    if (byId.size >= maxClusters) dropOldest();
    const cluster = { id: nextId++, frame, shape, count: 0, used: 0 };
    byId.set(cluster.id, cluster);
    const peers = byFrame.get(frame);
    if (peers === undefined) byFrame.set(frame, [cluster]);
    else peers.push(cluster);
    return cluster;
  }

  /** Drops the eighth of the clusters unused for longest. */
  function dropOldest(): void {
    const oldest = [...byId.values()].sort((a, b) => a.used - b.used).slice(0, Math.max(1, maxClusters >> 3));
    for (const cluster of oldest) byId.delete(cluster.id);
    for (const frame of new Set(oldest.map((cluster) => cluster.frame))) {
      const kept = (byFrame.get(frame) ?? []).filter((cluster) => byId.has(cluster.id));
      if (kept.length === 0) byFrame.delete(frame);
      else byFrame.set(frame, kept);
    }
    byHash = new Map();
  }

  const render = (cluster: Cluster): string => renderTemplate(cluster.shape.tokens, cluster.shape.spaced);
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
