/** Collects what was damaged or skipped: one line a file, the first trouble of each. */
export interface WarningList {
  /** `file` is relative to the snapshot; `line` counts from 1. A second warning for the same file is not kept. */
  add(file: string, trouble: string, line?: number): void;
  lines(): string[];
}

/** Lines shown; a folder full of strangers must not fill an answer. */
const MOST_LINES = 200;

/** Creates an empty list. */
export function createWarningList(): WarningList {
  const byFile = new Map<string, string>();
  return {
    add: (file, trouble, line) => {
      if (!byFile.has(file)) byFile.set(file, `${file}${line === undefined ? '' : `:${line}`}: ${trouble}`);
    },
    lines: () => {
      const all = [...byFile.values()].toSorted();
      const left = all.length - MOST_LINES;
      return left > 0 ? [...all.slice(0, MOST_LINES), `and ${left} more files`] : all;
    },
  };
}
