import { componentOf, parseTarget, type Target } from '../../domain/target.ts';
import type { KnownTargets } from '../../ports/service-directory.ts';
import type { Asked } from './asked.ts';
import { resolveTarget } from './resolve-target.ts';

type Question = Extract<Asked, { kind: 'investigate' }>;

/** What to look into, or that the name is not known. Without a target the whole system is meant. */
export type Plan =
  | { readonly kind: 'go'; readonly target?: Target }
  | {
      readonly kind: 'unknown-target';
      readonly written: string;
      readonly close: readonly Target[];
      readonly some: readonly Target[];
    };

const SOME = 8;

/**
 * Decides what a question is about. A name given on its own must be known (when the list of names is whole); in a
 * sentence only a name that is clearly misspelt is asked back.
 */
export function planOf(asked: Question, known: KnownTargets): Plan {
  if (asked.about === '') return { kind: 'go' };
  const resolved = resolveTarget(asked.about, known.targets);
  if (resolved.kind === 'exact') return { kind: 'go', target: resolved.target };
  if (resolved.kind === 'close' && (asked.explicit || resolved.written.length >= 5)) {
    return { kind: 'unknown-target', written: resolved.written, close: resolved.targets, some: [] };
  }
  if (!asked.explicit) return { kind: 'go' };
  if (!known.complete || known.targets.length === 0) {
    const target = /^[a-z0-9][a-z0-9./-]{0,252}$/i.test(asked.about) ? parseTarget(asked.about) : undefined;
    return { kind: 'go', ...(target && { target }) };
  }
  const some = known.targets.filter((target) => target.kind === 'service').slice(0, SOME);
  const byName = [...some].sort((a, b) => componentOf(a).localeCompare(componentOf(b)));
  return { kind: 'unknown-target', written: asked.about, close: [], some: byName };
}
