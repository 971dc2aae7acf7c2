import { createRandomSource, shuffled } from '../random-source.ts';
import type { Architecture } from './architecture.ts';
import type { FaultKind } from './fault-kind.ts';
import { drawNames } from './names.ts';
import { isPlaceable } from './places-for.ts';
import type { WorldOrder } from './world.ts';

export type Variant = 'fault' | 'two' | 'recovered' | 'healthy';

export interface PlannedWorld extends WorldOrder {
  readonly variant: Variant;
}

/**
 * Orders for `count` worlds: every kind as often as every other, each in an architecture where it can strike; a fifth
 * are healthy twins; of kinds that can, some are over when recorded and some have a second fault beside them.
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
    const draw = random.next();
    const base = { id: `w${String(orders.length).padStart(5, '0')}`, seed: own, architecture };
    const second = random.pick(kinds.filter(({ pairs }) => pairs === true));
    const two =
      kind.pairs === true && second !== undefined && second !== kind && canHost(architecture, own, [kind, second]);
    if (draw < 0.2) orders.push({ ...base, kinds: [kind], twin: true, variant: 'healthy' });
    else if (two && draw < 0.6) orders.push({ ...base, kinds: [kind, second], variant: 'two' });
    else if (kind.passes === true && draw > 0.6)
      orders.push({ ...base, kinds: [kind], recovered: true, longOver: draw > 0.86, variant: 'recovered' });
    else orders.push({ ...base, kinds: [kind], variant: 'fault' });
  }
  return orders;
}

/** Whether each of the kinds finds a part of its own in the system that this seed gives. */
export function canHost(architecture: Architecture, seed: number, kinds: readonly FaultKind[]): boolean {
  const system = architecture.build(drawNames(createRandomSource(seed * 16 + 1)), createRandomSource(seed * 16 + 2));
  return isPlaceable(kinds, system, []);
}
