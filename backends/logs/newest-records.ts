import type { LogRecord } from './provider.ts';

/** Keeps the newest records of a stream in bounded memory. */
export interface NewestRecords {
  add(record: LogRecord): void;
  /** Newest first; records without a time come last, those written later first. */
  list(): LogRecord[];
}

/** Creates a collection of at most `capacity` records. */
export function createNewestRecords(capacity: number): NewestRecords {
  let kept: { record: LogRecord; time: number; order: number }[] = [];
  let order = 0;
  let oldest = Number.NEGATIVE_INFINITY;
  const trim = (): void => {
    kept.sort((a, b) => (a.time === b.time ? b.order - a.order : b.time - a.time));
    kept = kept.slice(0, capacity);
    oldest = kept.length < capacity ? Number.NEGATIVE_INFINITY : (kept.at(-1)?.time ?? oldest);
  };
  return {
    add: (record) => {
      const time = record.timestamp ?? Number.NEGATIVE_INFINITY;
      if (time < oldest) return;
      kept.push({ record, time, order: order++ });
      if (kept.length >= capacity * 2 + 64) trim();
    },
    list: () => {
      trim();
      return kept.map(({ record }) => record);
    },
  };
}
