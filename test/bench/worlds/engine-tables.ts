import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The tables of numbers of the engine, its core's and its rooms', so that the mutation bench can move them: as they are
 * loaded their objects are left open, and their plain numbers become variables. To be called before the engine is loaded;
 * the modules are otherwise as they stand.
 */
export interface EngineTables {
  /** Every number by `room/file#TABLE.key`; one of a list stands by the `id` or the cause of its entry. */
  numbers(): ReadonlyMap<string, number>;
  /** What `work` gives while numbers stand at other values. */
  moved<T>(values: ReadonlyMap<string, number>, work: () => T): T;
  /** Notes in `read` each number of a table that is looked at until the end of `work`; plain ones count as read. */
  recording<T>(read: Set<string>, work: () => T): T;
}

interface Place {
  readonly get: () => number;
  readonly set: (number: number) => void;
  /** The object and the key of a number in a table; absent for a plain one. */
  readonly of?: { readonly table: Record<string, unknown>; readonly key: string };
}

const TABLES = /bot\/engine\/(?:.+\/)?(?:\w+-)?parameters\.ts$/;
const CONSTANT = /^export const ([A-Z_]+) = (?=[\d.])/gm;
const TABLE = /^export const ([A-Z_]+)(: \w+)? = Object\.freeze\(/gm;
const ONE_LINE = /^(export const \w+(?:: \w+)? = openedTables.*)\);$/gm;

export function openEngineTables(root: string): EngineTables {
  const places = new Map<string, Place>();
  const found = new WeakSet<object>();
  const opened = {
    table<T extends Record<string, unknown>>(path: string, value: T): T {
      addPlaces(places, found, path, value);
      return value;
    },
    plain: (path: string, get: () => number, set: (number: number) => void) => void places.set(path, { get, set }),
  };
  Object.assign(globalThis, { openedTables: opened });

  registerHooks({
    load(url, context, nextLoad) {
      if (!TABLES.test(url)) return nextLoad(url, context);
      const file = fileURLToPath(url);
      const at = relative(`${root}/bot/engine`, file).replace(/\.ts$/, '');
      return { format: 'module-typescript', source: openedSource(readFileSync(file, 'utf8'), at), shortCircuit: true };
    },
  });

  return {
    numbers: () => new Map([...places].map(([path, { get }]) => [path, get()])),
    moved(values, work) {
      const usual = [...values.keys()].map((path) => [path, places.get(path)!.get()] as const);
      for (const [path, number] of values) places.get(path)!.set(number);
      try {
        return work();
      } finally {
        for (const [path, number] of usual) places.get(path)!.set(number);
      }
    },
    recording(read, work) {
      const restore = [...places].flatMap(([path, place]) => watch(path, place, read));
      try {
        return work();
      } finally {
        for (const one of restore) one();
      }
    },
  };
}

function openedSource(source: string, at: string): string {
  const plain: string[] = [];
  const open = source
    .replace(TABLE, (_, name, type) => `export const ${name}${type ?? ''} = openedTables.table('${at}#${name}', (`)
    .replace(CONSTANT, (_, name) => {
      plain.push(`openedTables.plain('${at}#${name}', () => ${name}, (it) => { ${name} = it; });`);
      return `export let ${name} = `;
    })
    // Tables within tables are open as well.
    .replaceAll('Object.freeze(', '(')
    .replace(/^\}\);$/gm, '}));')
    .replace(ONE_LINE, '$1));');
  return `${open}\n${plain.join('\n')}\n`;
}

/** Finds the numbers of a table and of what it holds, but for tables that were found before. */
function addPlaces(places: Map<string, Place>, found: WeakSet<object>, path: string, value: object): void {
  if (found.has(value)) return;
  found.add(value);
  const table = value as Record<string, unknown>;
  for (const [key, inner] of Object.entries(table)) {
    if (typeof inner === 'object' && inner !== null)
      addPlaces(places, found, `${path}.${Array.isArray(table) ? nameOf(inner, key) : key}`, inner);
    else if (typeof inner === 'number')
      places.set(`${path}.${key}`, {
        get: () => table[key] as number,
        set: (number) => {
          table[key] = number;
        },
        of: { table, key },
      });
  }
}

/** What an entry of a list is called: its id, what it tells of, or its number. */
function nameOf(entry: object, index: string): string {
  const { id, cause, value } = entry as { readonly id?: string; readonly cause?: string; readonly value?: string };
  return id ?? (cause === undefined ? index : `${cause}/${value}`);
}

/** Notes in `read` when a number is looked at; returns what ends that. */
function watch(path: string, { get, of }: Place, read: Set<string>): readonly (() => void)[] {
  if (of === undefined) {
    read.add(path);
    return [];
  }
  const value = get();
  const property = { configurable: true, enumerable: true };
  Object.defineProperty(of.table, of.key, {
    ...property,
    get: () => {
      read.add(path);
      return value;
    },
  });
  return [() => Object.defineProperty(of.table, of.key, { ...property, writable: true, value })];
}
