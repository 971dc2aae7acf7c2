import type { RandomSource } from '../random-source.ts';
import type { Names } from './names.ts';
import type { NodePlan, System } from './part.ts';

/** A way in which teams build systems; `build` makes one of its kind. */
export interface Architecture {
  readonly id: string;
  readonly title: string;
  /** Lines that a pod of a service writes a minute on a good day. */
  readonly linesPerMinute: number;
  build(names: Names, random: RandomSource): System;
}

/** Machines of a cluster, alike. */
export function nodes(count: number, random: RandomSource, cores = 4, gibibytes = 16): NodePlan[] {
  const prefix = random.pick(['ip-10-0-1-', 'worker-', 'gke-pool-a-', 'node-']);
  return Array.from({ length: count }, (_, n) => ({
    name: prefix.startsWith('ip') ? `ip-10-0-${n + 1}-${random.whole(11, 240)}` : `${prefix}${n + 1}`,
    ip: `10.0.${n + 1}.${20 + n}`,
    cores,
    memory: gibibytes * 2 ** 30,
    zone: `eu-west-1${'abc'[n % 3]}`,
  }));
}
