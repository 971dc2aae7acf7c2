/** Where a bot reaches out of its process, so that something can happen to it there. */
export type Place = 'slack' | 'gateway' | 'cluster' | 'aws' | 'database';

/**
 * What happens at a trap. `tell`: the request goes on, and the trap's owner is told. `before`: the owner is told, and the
 * request goes nowhere; `after`: it has its effect, the owner is told, and its answer never arrives. `refuse`: it is
 * answered with a status. `hang`: it is not answered. `cut`: its connection ends. `lose`: it has its effect, and its
 * connection ends without the answer.
 */
export type Deed =
  | { readonly kind: 'tell' | 'before' | 'after'; readonly strike: (bot: number) => void }
  | { readonly kind: 'refuse'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'hang' | 'cut' | 'lose' };

export interface Trap {
  readonly at: Place;
  /** Of a web request `METHOD /path`, of the database what is sent to it; all when absent. */
  readonly matches?: (what: string) => boolean;
  /** Requests that pass before it closes, and how many it then takes. */
  readonly skip: number;
  readonly times: number;
  readonly deed: Deed;
}

/** The traps of all ways out of all bots. */
export interface Traps {
  set(trap: Trap): void;
  clear(): void;
  /** True when nothing can happen there, so that nobody need look. */
  isIdle(at: Place): boolean;
  /** What happens to this request; undefined when it goes its way. */
  take(at: Place, what: string): Deed | undefined;
}

export function createTraps(): Traps {
  let set: { readonly trap: Trap; skip: number; left: number }[] = [];
  return {
    set(trap) {
      set.push({ trap, skip: trap.skip, left: trap.times });
    },
    clear() {
      set = [];
    },
    isIdle: (at) => !set.some(({ trap, left }) => trap.at === at && left > 0),
    take(at, what) {
      for (const one of set) {
        if (one.trap.at !== at || one.left === 0 || one.trap.matches?.(what) === false) continue;
        if (one.skip > 0) {
          one.skip -= 1;
          continue;
        }
        one.left -= 1;
        return one.trap.deed;
      }
      return undefined;
    },
  };
}
