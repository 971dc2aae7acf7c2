import type { CountedShape } from './group-shapes.ts';
import { commonTokens, groupShapes } from './group-shapes.ts';
import { createLineScanner } from './line-scanner.ts';
import { fieldsOf, shapeOf } from './line-shape.ts';
import { mergeByField } from './merge-fields.ts';
import { createTemplateMiner } from './template-miner.ts';

export interface LineGrouperOptions {
  /**
   * Most different shapes kept apart; lines of further shapes join the clusters of a streaming miner, as many again,
   * and those beyond it share the last number. Default 20,000.
   */
  readonly maxShapes?: number;
}

/** The statements found in all lines added so far. */
export interface LineGroups {
  /** Number of groups; they are numbered from 0 in the order of their first line. */
  readonly count: number;
  /** The group of a shape number that `add` returned. */
  groupOf(shape: number): number;
  template(group: number): string;
}

/** Groups lines in two steps: each line gets the number of its shape at once, shapes are grouped at the end. */
export interface LineGrouper {
  /** Adds a line and returns the number of its shape. */
  add(line: string): number;
  groups(): LineGroups;
}

/** Hashes remembered; when full the map starts anew. */
const MAX_HASHES = 200_000;

/**
 * Creates a grouper. It decides with all lines in view, which a streaming miner cannot: a word that differs is a part
 * of the statement or a variable according to how many values it has and how often they recur (see `groupShapes`).
 * Memory is bounded by the number of shapes, not of lines.
 */
export function createLineGrouper(options: LineGrouperOptions = {}): LineGrouper {
  const maxShapes = options.maxShapes ?? 20_000;
  const scanner = createLineScanner();
  const shapes: CountedShape[] = [];
  const byKey = new Map<string, number>();
  let byHash = new Map<number, number>();
  const overflow = createTemplateMiner({ maxClusters: maxShapes });
  const overflowShapes = new Map<number, number>();

  function add(line: string): number {
    scanner.scan(line);
    let index = byHash.get(scanner.hash);
    if (index === undefined) {
      index = find(line);
      if (byHash.size >= MAX_HASHES) byHash = new Map();
      byHash.set(scanner.hash, index);
    }
    shapes[index]!.count++;
    return index;
  }

  function find(line: string): number {
    const shape = shapeOf(line, scanner);
    const key = shape.tokens.join('\u0000');
    const known = byKey.get(key);
    if (known !== undefined) return known;
    if (shapes.length < maxShapes) {
      byKey.set(key, shapes.length);
      shapes.push({ ...shape, count: 0 });
      return shapes.length - 1;
    }
    const cluster = overflow.add(line);
    let index = overflowShapes.get(cluster);
    if (index === undefined) {
      index = Math.min(shapes.length, maxShapes * 2 - 1);
      if (index === shapes.length) shapes.push({ ...shape, count: 0 });
      if (overflowShapes.size < MAX_HASHES) overflowShapes.set(cluster, index);
    }
    return index;
  }

  function groups(): LineGroups {
    const order = new Map(shapes.map((shape, index) => [shape, index]));
    const gathered = groupShapes(shapes).map((members) => ({
      members,
      fields: fieldsOf(commonTokens(members), members[0]!.spaced),
    }));
    const found = mergeByField(gathered)
      .map(({ members, fields }) => {
        const numbers = members.flatMap((index) => gathered[index]!.members.map((shape) => order.get(shape) ?? 0));
        return { numbers, fields, first: numbers.reduce((a, b) => Math.min(a, b)) };
      })
      .sort((a, b) => a.first - b.first);
    const groupOfShape = new Int32Array(shapes.length);
    const templates = found.map(({ numbers, fields }, group) => {
      for (const number of numbers) groupOfShape[number] = group;
      return fields.join(' ');
    });
    return {
      count: templates.length,
      groupOf: (shape) => groupOfShape[shape] ?? 0,
      template: (group) => templates[group] ?? '',
    };
  }

  return { add, groups };
}
