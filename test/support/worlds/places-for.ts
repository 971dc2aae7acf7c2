import type { RandomSource } from '../random-source.ts';
import type { FaultKind } from './fault-kind.ts';
import type { Part, System } from './part.ts';

/** Draws a part for each kind, none twice. Throws an Error where that cannot be. */
export function placesFor(kinds: readonly FaultKind[], system: System, random: RandomSource): readonly Part[] {
  const taken: Part[] = [];
  for (const [n, kind] of kinds.entries()) {
    const later = kinds.slice(n + 1);
    const fits = fitting(kind, system, taken).filter((part) => isPlaceable(later, system, [...taken, part]));
    if (fits.length === 0) throw new Error(`the system has no part that ${kind.id} can strike`);
    taken.push(random.pick(fits));
  }
  return taken;
}

/** Whether each of the kinds finds a part of its own besides those taken. */
export function isPlaceable([kind, ...later]: readonly FaultKind[], system: System, taken: readonly Part[]): boolean {
  if (kind === undefined) return true;
  return fitting(kind, system, taken).some((part) => isPlaceable(later, system, [...taken, part]));
}

function fitting(kind: FaultKind, system: System, taken: readonly Part[]): readonly Part[] {
  return system.parts.filter((part) => !taken.includes(part) && kind.where(part, system));
}
