/** Keeps what was read for a while, so that the pages of one list are cut out of one reading. */
export interface Fresh<T> {
  /** The value read under this key not long ago, else what `load` gives. A failed load is not kept. */
  get(key: string, load: () => Promise<T>): Promise<T>;
}

/**
 * Creates a store of at most `capacity` readings, each used for `forMs` milliseconds. Who asks while a reading is under way
 * waits for it; where that fails, as when its asker went away, the next one reads for itself.
 */
export function createFresh<T>(forMs: number, capacity = 64): Fresh<T> {
  const kept = new Map<string, { until: number; value: T }>();
  const loading = new Map<string, Promise<T>>();
  const get = async (key: string, load: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    if (known !== undefined && known.until > performance.now()) return known.value;
    const others = loading.get(key);
    if (others !== undefined) {
      const read = await others.then(
        (value) => ({ value }),
        () => undefined,
      );
      return read === undefined ? get(key, load) : read.value;
    }
    const own = load();
    loading.set(key, own);
    try {
      const value = await own;
      kept.delete(key);
      kept.set(key, { until: performance.now() + forMs, value });
      for (const old of kept.keys()) if (kept.size > capacity) kept.delete(old);
      return value;
    } finally {
      loading.delete(key);
    }
  };
  return { get };
}
