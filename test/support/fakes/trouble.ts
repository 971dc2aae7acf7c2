import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorKind, SreError } from '../../../bot/domain/errors.ts';

/** Makes a fake fail or stall, call by call. */
export interface Trouble {
  /** The next `times` calls of this name throw an SreError of the kind. */
  fail(name: string, kind: ErrorKind, times?: number): void;
  /** The next call of this name never answers, until its signal aborts. */
  stall(name: string): void;
  /** Called by the fake at the beginning of each call. */
  meet(name: string, signal?: AbortSignal): Promise<void>;
}

export function createTrouble(): Trouble {
  const failing = new Map<string, { kind: ErrorKind; times: number }>();
  const stalling = new Set<string>();
  return {
    fail: (name, kind, times = 1) => void failing.set(name, { kind, times }),
    stall: (name) => void stalling.add(name),
    async meet(name, signal) {
      signal?.throwIfAborted();
      if (stalling.delete(name)) await sleep(600_000, undefined, { signal, ref: false });
      const failure = failing.get(name);
      if (failure === undefined || failure.times === 0) return;
      failure.times -= 1;
      throw new SreError(failure.kind, `${name} fails as told`);
    },
  };
}
