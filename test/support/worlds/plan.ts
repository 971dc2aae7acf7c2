import { createRandomSource } from '../random-source.ts';
import type { Architecture } from './architecture.ts';
import type { FaultKind } from './fault-kind.ts';
import { drawNames } from './names.ts';
import type { WorldOrder } from './world.ts';

export type Variant = 'fault' | 'two' | 'recovered' | 'healthy';

export interface PlannedWorld extends WorldOrder {
  readonly variant: Variant;
}

/**
 * Orders for `count` worlds: every kind as often as every other, each in an architecture where it can strike; about a
 * fifth are healthy twins, a tenth are over when recorded, a tenth have two faults, as far as their kinds allow it.
 */
export function planWorlds(
  count: number,
  seed: number,
  kinds: readonly FaultKind[],
  architectures: readonly Architecture[],
): readonly PlannedWorld[] {
  const random = createRandomSource(seed);
  const orders: PlannedWorld[] = [];
  let round: FaultKind[] = [];
  while (orders.length < count) {
    if (round.length === 0) round = shuffled(kinds, random);
    const kind = round.pop()!;
    const own = seed * 100_000 + orders.length;
    const homes = architectures.filter((architecture) => canHost(architecture, own, [kind]));
    if (homes.length === 0) continue;
    const architecture = random.pick(homes);
    const second = random.pick(kinds);
    const draw = random.next();
    const two = kind.pairs === true && second.pairs === true && second !== kind && draw > 0.5;
    const base = { id: `w${String(orders.length).padStart(5, '0')}`, seed: own, architecture };
    if (two && canHost(architecture, own, [kind, second]))
      orders.push({ ...base, kinds: [kind, second], variant: 'two' });
    else if (kind.passes === true && draw > 0.72)
      orders.push({ ...base, kinds: [kind], recovered: true, variant: 'recovered' });
    else if (draw < 0.22) orders.push({ ...base, kinds: [kind], twin: true, variant: 'healthy' });
    else orders.push({ ...base, kinds: [kind], variant: 'fault' });
  }
  return orders;
}

/** Whether each of the kinds finds a part of its own in the system that this seed gives. */
export function canHost(architecture: Architecture, seed: number, kinds: readonly FaultKind[]): boolean {
  const system = architecture.build(drawNames(createRandomSource(seed * 16 + 1)), createRandomSource(seed * 16 + 2));
  const fitting = kinds.map((kind) => system.parts.filter((part) => kind.where(part, system)));
  return fitting.every((parts) => parts.length >= kinds.length);
}

function shuffled<T>(items: readonly T[], random: ReturnType<typeof createRandomSource>): T[] {
  const left = [...items];
  for (let i = left.length - 1; i > 0; i--) {
    const j = random.whole(0, i);
    [left[i], left[j]] = [left[j]!, left[i]!];
  }
  return left;
}
