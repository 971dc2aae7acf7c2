import { COMMON_WORDS, slipsBetween, slipsForgiven } from '../../domain/nearest.ts';
import { componentOf, parseTarget, type Target } from '../../domain/target.ts';

/** What a text names among the known targets. */
export type ResolvedTarget =
  | { readonly kind: 'exact'; readonly target: Target }
  /** `written` is near these, or means several of them; best first. */
  | { readonly kind: 'close'; readonly written: string; readonly targets: readonly Target[] }
  | { readonly kind: 'none' };

const MOST_CLOSE = 5;

/**
 * Finds the target in `text`. An exact name wins wherever it stands, the longest first and a
 * namespace last; then a name that differs only
 * in punctuation, a plural or a word like "service"; then, by spelling, near ones as suggestions.
 */
export function resolveTarget(text: string, known: readonly Target[]): ResolvedTarget {
  const words = text.toLowerCase().match(/[a-z0-9][a-z0-9._/-]*[a-z0-9]|[a-z0-9]/g) ?? [];
  const exact = longest(known.filter((target) => words.some((word) => isExactly(word, target))));
  if (exact) return { kind: 'exact', target: exact };

  const phrases = [...words, ...words.slice(1).map((word, index) => `${words[index]}${word}`)];
  for (const phrase of phrases) {
    const core = coreOf(phrase);
    if (core === '' || COMMON_WORDS.has(phrase)) continue;
    const same = known.filter((target) => target.kind === 'service' && coreOf(target.name) === core);
    if (same.length === 1) return { kind: 'exact', target: same[0]! };
    if (same.length > 1) return { kind: 'close', written: phrase, targets: same.slice(0, MOST_CLOSE) };
  }

  const scored = words
    .filter((word) => !COMMON_WORDS.has(word))
    .flatMap((word) => known.map((target) => ({ word, target, far: distance(word, target) })))
    .filter(({ far }) => far !== undefined)
    .sort((a, b) => a.far! - b.far! || a.target.name.length - b.target.name.length);
  const first = scored[0];
  if (first === undefined) return { kind: 'none' };
  const targets = [...new Set(scored.filter(({ word }) => word === first.word).map(({ target }) => target))];
  return { kind: 'close', written: first.word, targets: targets.slice(0, MOST_CLOSE) };
}

function isExactly(word: string, target: Target): boolean {
  const name = target.name.toLowerCase();
  if (word === name && word !== 'default') return true;
  const written = parseTarget(word);
  if (written !== undefined && word.includes('/') && componentOf(written) === componentOf({ ...target, name }))
    return true;
  return word === `${target.namespace}/${name}` || word === `${name}.${target.namespace}`;
}

function longest(targets: readonly Target[]): Target | undefined {
  const wide = (target: Target): number => (target.kind === 'namespace' ? 1 : 0);
  return [...targets].sort((a, b) => wide(a) - wide(b) || b.name.length - a.name.length)[0];
}

/** A name without what people leave out: punctuation, "service", a plural. */
function coreOf(name: string): string {
  const bare = name
    .toLowerCase()
    .replace(/^(?:service|node|namespace)\//, '')
    .replace(/[^a-z0-9]/g, '');
  const core = bare.replace(/(?:service|svc|deployment|app)$/, '') || bare;
  return core.length > 3 ? core.replace(/s$/, '') : core;
}

/** 0 is nearest; undefined when the word does not resemble the name. */
function distance(word: string, target: Target): number | undefined {
  const name = target.name.toLowerCase();
  const forgiven = slipsForgiven(word);
  if (forgiven === 0) return undefined;
  const slips = Math.min(slipsBetween(word, name, forgiven), slipsBetween(coreOf(word), coreOf(name), forgiven));
  if (slips <= forgiven) return slips;
  const parts = name.split(/[^a-z0-9]+/);
  if (parts.includes(word)) return 2.2;
  const part = Math.min(
    ...parts.map((each) => (each.length < 4 ? Number.POSITIVE_INFINITY : slipsBetween(word, each, 1))),
  );
  if (part <= 1) return 2.5;
  return word.length >= 4 && name.startsWith(word) ? 2.6 : undefined;
}
