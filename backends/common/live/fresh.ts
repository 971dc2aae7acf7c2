/** Keeps what was read for a while, so that the pages of one list are cut out of one reading. */
export interface Fresh<T> {
  /** The value read under this key not long ago, else what `load` gives. A failed load is not kept. */
  get(key: string, load: () => Promise<T>): Promise<T>;
}

/** Creates a store of at most `capacity` readings, each used for `forMs` milliseconds. */
export function createFresh<T>(forMs: number, capacity = 64): Fresh<T> {
  const kept = new Map<string, { until: number; value: T }>();
  return {
    get: async (key, load) => {
      const known = kept.get(key);
      if (known !== undefined && known.until > performance.now()) return known.value;
      const value = await load();
      kept.delete(key);
      kept.set(key, { until: performance.now() + forMs, value });
      for (const old of kept.keys()) if (kept.size > capacity) kept.delete(old);
      return value;
    },
  };
}
