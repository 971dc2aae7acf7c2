import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { markdown } from '../accuracy/table.ts';
import { leftOut } from './left-out.ts';
import { type Move, SMALL } from './mutants.ts';

/** Which numbers are held, by the move and the world that showed it, and which any world looks at. */
export interface Held {
  readonly small: Map<string, string>;
  readonly large: Map<string, string>;
  readonly read: Set<string>;
}

/** Whether a number still has to be tried with such a move: one that is held when doubled is held when moved further. */
export function isOpen({ small, large }: Held, path: string, move: Move): boolean {
  return !small.has(path) && (SMALL.has(move) || !large.has(path));
}

export function hold({ small, large }: Held, path: string, move: Move, world: string): void {
  (SMALL.has(move) ? small : large).set(path, `${move} in ${world}`);
}

/** What files of earlier runs say together; nothing where none is there. */
export function readHeld(files: readonly string[]): Held {
  const read = files.filter(existsSync).map((file) => JSON.parse(readFileSync(file, 'utf8')));
  return {
    small: new Map(read.flatMap(({ small }) => Object.entries<string>(small))),
    large: new Map(read.flatMap(({ large }) => Object.entries<string>(large))),
    read: new Set(read.flatMap((one) => one.read)),
  };
}

export function writeHeld(file: string, { small, large, read }: Held): void {
  const sorted = (map: Map<string, string>) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(
    file,
    `${JSON.stringify({ small: sorted(small), large: sorted(large), read: [...read].sort() }, undefined, 1)}\n`,
  );
}

const HEADINGS = [
  'room',
  'parameters',
  'held when doubled or halved',
  'held when moved tenfold',
  'read, not held',
  'read in no world',
];

const MEANING = 'Held: moving it alone changes the verdict, the first cause or its place in some world.';

/** A table by room of how many of the numbers are held, and by room those that are not. */
export function heldReport(numbers: readonly string[], held: Held): string {
  const parameters = numbers.filter((path) => leftOut(path) === undefined);
  const rooms = Map.groupBy(parameters, (path) => path.split('#')[0]!);
  const rows = [...rooms, ['all', parameters] as const].map(([room, paths]) => row(room, paths, held));
  const open = [...rooms].flatMap(([room, paths]) => {
    const left = paths.filter((path) => !held.small.has(path) && !held.large.has(path));
    const names = left.map((path) => `${path.split('#')[1]}${held.read.has(path) ? '' : ' (unread)'}`);
    return left.length === 0 ? [] : [`${room}: ${names.join(', ')}`];
  });
  const out = Object.entries(Object.groupBy(numbers, (path) => leftOut(path) ?? 'parameters'))
    .filter(([kind]) => kind !== 'parameters')
    .map(([kind, { length }]) => `${length} of ${kind}`);
  return [
    MEANING,
    markdown(HEADINGS, rows),
    `Left out, for they are no parameters: ${out.join(', ') || 'none'}.`,
    ...open,
  ].join('\n\n');
}

function row(room: string, paths: readonly string[], { small, large, read }: Held): string[] {
  const open = paths.filter((path) => !small.has(path) && !large.has(path));
  const unread = open.filter((path) => !read.has(path));
  const twice = paths.filter((path) => small.has(path));
  const counts = [paths, twice, paths.filter((path) => !open.includes(path))].map(({ length }) => length);
  return [room, ...[...counts, open.length - unread.length, unread.length].map(String)];
}
