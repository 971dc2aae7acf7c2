import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The tables of numbers of the engine's rooms, which are constants of their modules, so that the mutation bench can move them:
 * as they are loaded their objects are left open, and their plain numbers become variables. To be called before the engine
 * is loaded; the modules are otherwise as they stand.
 */
export interface EngineTables {
  /** Every number by `room/file#TABLE.key`. */
  numbers(): ReadonlyMap<string, number>;
  set(path: string, number: number): void;
  /** Notes in `read` each number of a table that is looked at until the end of `work`; plain ones count as read. */
  recording<T>(read: Set<string>, work: () => T): T;
}

interface Place {
  readonly get: () => number;
  readonly set: (number: number) => void;
  /** The object and the key of a number in a table; absent for a plain one. */
  readonly of?: { readonly table: Record<string, unknown>; readonly key: string };
}

const TABLES = /bot\/engine\/.+parameters\.ts$/;
/** The core's own are injected, as is what they take in. */
const INJECTED = /engine\/parameters\.ts$|metric-parameters\.ts$/;
const CONSTANT = /^export const ([A-Z_]+) = (?=[\d.])/gm;
const TABLE = /^export const ([A-Z_]+) = Object\.freeze\(/gm;

export function openEngineTables(root: string): EngineTables {
  const places = new Map<string, Place>();
  const add = (path: string, value: Record<string, unknown>) => {
    for (const [key, inner] of Object.entries(value)) {
      const at = `${path}.${key}`;
      if (typeof inner === 'object' && inner !== null) add(at, inner as Record<string, unknown>);
      else if (typeof inner === 'number')
        places.set(at, {
          get: () => value[key] as number,
          set: (number) => {
            value[key] = number;
          },
          of: { table: value, key },
        });
    }
  };
  const opened = {
    table<T extends Record<string, unknown>>(path: string, value: T): T {
      add(path, value);
      return value;
    },
    plain: (path: string, get: () => number, set: (number: number) => void) => void places.set(path, { get, set }),
  };
  Object.assign(globalThis, { openedTables: opened });

  registerHooks({
    load(url, context, nextLoad) {
      if (!TABLES.test(url) || INJECTED.test(url)) return nextLoad(url, context);
      const file = fileURLToPath(url);
      const at = relative(`${root}/bot/engine`, file).replace(/\.ts$/, '');
      const plain: string[] = [];
      const source = readFileSync(file, 'utf8')
        .replace(TABLE, (_, name) => `export const ${name} = openedTables.table('${at}#${name}', (`)
        .replace(CONSTANT, (_, name) => {
          plain.push(`openedTables.plain('${at}#${name}', () => ${name}, (it) => { ${name} = it; });`);
          return `export let ${name} = `;
        })
        // Tables within tables are open as well.
        .replaceAll('Object.freeze(', '(')
        .replace(/^\}\);$/gm, '}));')
        .replace(/^(export const \w+ = openedTables.*)\);$/gm, '$1));');
      return { format: 'module-typescript', source: `${source}\n${plain.join('\n')}\n`, shortCircuit: true };
    },
  });

  return {
    numbers: () => new Map([...places].map(([path, { get }]) => [path, get()])),
    set: (path, number) => places.get(path)?.set(number),
    recording(read, work) {
      const restore: (() => void)[] = [];
      for (const [path, { of, get }] of places) {
        if (of === undefined) read.add(path);
        else {
          const value = get();
          Object.defineProperty(of.table, of.key, {
            configurable: true,
            enumerable: true,
            get: () => {
              read.add(path);
              return value;
            },
          });
          restore.push(() =>
            Object.defineProperty(of.table, of.key, { configurable: true, enumerable: true, writable: true, value }),
          );
        }
      }
      try {
        return work();
      } finally {
        for (const one of restore) one();
      }
    },
  };
}
