import { MARK, VALUE, WORD } from './line-scanner.ts';
import type { LineShape } from './line-shape.ts';
import { frameOf, WILDCARD } from './line-shape.ts';

/** A shape and the number of lines that have it. */
export interface CountedShape extends LineShape {
  count: number;
}

/** Share of the words that must agree before two shapes may be one statement. */
const SIMILARITY = 0.7;
/** So many different words or fewer in one place are the statement's own words: `started`, `stopped`. */
const FEW_VALUES = 3;
/** More than this are a variable, whatever their frequency. */
const MANY_VALUES = 15;
/** In between they are the statement's own when they recur: half of them at least this often. */
const RECURRING = 4;
/** Clusters compared with a new shape at most. */
const MAX_COMPARED = 1_000;
const QUALIFIED = /^\w[\w-]*(?:\.[\w-]+)+$/;
/** Words after which comes somebody's or something's name, however few names were seen. */
const INTRODUCES_NAME = new Set(['user', 'username', 'account', 'host', 'hostname']);

/** Keys whose values tell what happened. */
const TELLS = new Set(
  'level lvl severity msg message event type action state status method op result reason error err'.split(' '),
);

interface Cluster {
  readonly tokens: string[];
  readonly members: CountedShape[];
}

/**
 * Decides which shapes are one statement. First those of equal punctuation and mostly equal words are gathered, then
 * each gathering is divided again where it differs in a word that behaves like a part of the statement: one of few
 * values that recur. What has many values, or values that hardly recur, is a variable part.
 */
export function groupShapes(shapes: readonly CountedShape[]): CountedShape[][] {
  const frames = new Map<string, CountedShape[]>();
  for (const shape of shapes) {
    const frame = frameOf(shape);
    const same = frames.get(frame);
    if (same === undefined) frames.set(frame, [shape]);
    else same.push(shape);
  }
  return [...frames.values()].flatMap(gather).flatMap(divide);
}

/** The tokens that all members share, the wildcard elsewhere. */
export function commonTokens(members: readonly LineShape[]): string[] {
  return members[0]!.tokens.map((token, index) =>
    members.every((member) => member.tokens[index] === token) ? token : WILDCARD,
  );
}

function gather(shapes: CountedShape[]): CountedShape[][] {
  const clusters: Cluster[] = [];
  for (const shape of [...shapes].sort((a, b) => b.count - a.count)) {
    let best: Cluster | undefined;
    let bestScore = 0;
    for (let index = Math.max(0, clusters.length - MAX_COMPARED); index < clusters.length; index++) {
      const score = similarity(clusters[index]!.tokens, shape);
      if (score > bestScore) {
        best = clusters[index];
        bestScore = score;
      }
    }
    if (best === undefined) {
      clusters.push({ tokens: [...shape.tokens], members: [shape] });
      continue;
    }
    best.members.push(shape);
    generalize(best.tokens, shape.tokens);
  }
  return clusters.map((cluster) => cluster.members);
}

/** Puts the wildcard wherever the tokens of a line differ from the template's. */
export function generalize(template: string[], tokens: readonly string[]): void {
  for (let index = 0; index < tokens.length; index++) {
    if (template[index] !== tokens[index]) template[index] = WILDCARD;
  }
}

/**
 * Share of the words in which a shape agrees with a template of the same punctuation, 0 when too few do. A variable
 * part of the template agrees by half with a word. Values of `key=word` do not count: they say little about the
 * statement.
 */
export function similarity(template: readonly string[], shape: LineShape): number {
  let same = 0;
  let open = 0;
  let total = 0;
  for (let index = 0; index < shape.tokens.length; index++) {
    if (shape.kinds[index] === MARK || shape.kinds[index] === VALUE) continue;
    const mine = template[index]!;
    const theirs = shape.tokens[index]!;
    if (mine === WILDCARD && theirs === WILDCARD) continue;
    total++;
    if (mine === theirs) same++;
    else if (mine === WILDCARD) open++;
  }
  if (total === 0) return 1;
  const score = (same + open / 2) / total;
  return same > 0 && score >= SIMILARITY ? score : 0;
}

function divide(members: CountedShape[]): CountedShape[][] {
  if (members.length === 1) return [members];
  const length = members[0]!.tokens.length;
  let place = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < length; index++) {
    const values = new Map<string, number>();
    for (const member of members) {
      const token = member.tokens[index]!;
      values.set(token, (values.get(token) ?? 0) + member.count);
    }
    if (values.size === 1 || values.size >= fewest || isVariable(values, members[0]!, index)) continue;
    fewest = values.size;
    place = index;
  }
  if (place < 0) return [members];
  const parts = Map.groupBy(members, (member) => member.tokens[place]!);
  return [...parts.values()].flatMap(divide);
}

function isVariable(values: ReadonlyMap<string, number>, shape: LineShape, index: number): boolean {
  if (values.has(WILDCARD) || INTRODUCES_NAME.has(wordBefore(shape, index))) return true;
  if (shape.kinds[index] === VALUE && !TELLS.has(wordBefore(shape, index))) return true;
  if (values.size <= FEW_VALUES) return false;
  if (values.size > MANY_VALUES) return true;
  // A qualified name (of a package, a host, a class) is somebody's name, not a word of the statement.
  if ([...values.keys()].every((value) => QUALIFIED.test(value))) return true;
  const counts = [...values.values()].sort((a, b) => a - b);
  return counts[counts.length >> 1]! < RECURRING;
}

/** The word before a token, or the key of which it is the value. */
function wordBefore(shape: LineShape, index: number): string {
  const before = shape.kinds[index] === VALUE && shape.tokens[index - 1] === '=' ? index - 2 : index - 1;
  return before >= 0 && shape.kinds[before] === WORD ? shape.tokens[before]!.toLowerCase() : '';
}
