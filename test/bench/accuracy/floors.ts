import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Measures } from './measures.ts';

/** The least that a set must reach; a ratchet: floors rise with the engine and never fall. */
export interface Floor {
  readonly right: number;
  readonly firstThree: number;
  readonly utility: number;
}

export type Floors = Readonly<Record<string, Floor>>;

const file = new URL('../floors.json', import.meta.url);
const MEASURED = ['right', 'firstThree', 'utility'] as const;

/** The floors by set name. */
export function readFloors(): Floors {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** What of a set lies below its floor, a sentence each; empty where the set has none. */
export function belowFloor(name: string, measures: Measures, floors: Floors): string[] {
  const floor = floors[name];
  if (floor === undefined) return [];
  return MEASURED.filter((key) => down(measures[key]) < floor[key]).map(
    (key) => `${name}: ${key} is ${measures[key].toFixed(3)}, its floor ${floor[key]}`,
  );
}

/** Raises the floors to what was measured now; none falls. */
export function raiseFloors(measured: readonly { readonly name: string; readonly measures: Measures }[]): void {
  const floors: Record<string, Floor> = { ...readFloors() };
  for (const { name, measures } of measured) {
    const raised = (key: keyof Floor) => Math.max(floors[name]?.[key] ?? Number.NEGATIVE_INFINITY, down(measures[key]));
    floors[name] = { right: raised('right'), firstThree: raised('firstThree'), utility: raised('utility') };
  }
  const sorted = Object.fromEntries(Object.entries(floors).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, undefined, 2)}\n`);
}

/** Rounded down to three places, so that a floor is never above what was measured. */
function down(value: number): number {
  return Math.floor(value * 1000 + 1e-9) / 1000;
}
