import type { Lab } from '../start-lab.ts';

/** What is wrong, for whoever judges an answer. */
export interface Truth {
  /** As answers name them, `service/payments`; any one of them is right. */
  readonly components: readonly string[];
  /** Codes of causes; any one of them is right. */
  readonly causes: readonly string[];
  /** The id of the change that is to blame. */
  readonly change?: string;
}

/** A fault of a certain place and size. */
export interface PlannedFault {
  /** One line with place and size. */
  readonly what: string;
  readonly truth: Truth;
  begin(lab: Lab): Promise<void>;
  heal(lab: Lab): Promise<void>;
}

/** A kind of fault. */
export interface Fault {
  readonly name: string;
  readonly title: string;
  /** Names of the alerts that may tell it; any one of them is its own. */
  readonly alerts: readonly string[];
  /** Draws a place and, unless `size` is given, a size from 0 (barely an alert) to 1. */
  plan(random: () => number, size?: number): PlannedFault;
}

/** One of several, by chance. */
export function oneOf<T>(random: () => number, ...choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

/** A figure between two, `size` of the way. */
export function between(least: number, most: number, size: number): number {
  return least + (most - least) * size;
}
