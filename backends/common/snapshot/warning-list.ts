/** Collects what was damaged or skipped: one line a file, the first trouble of each. */
export interface WarningList {
  /** `file` is relative to the snapshot; `line` counts from 1. A second warning for the same file is not kept. */
  add(file: string, trouble: string, line?: number): void;
  lines(): string[];
}

/** Creates an empty list. */
export function createWarningList(): WarningList {
  const byFile = new Map<string, string>();
  return {
    add: (file, trouble, line) => {
      if (!byFile.has(file)) byFile.set(file, `${file}${line === undefined ? '' : `:${line}`}: ${trouble}`);
    },
    lines: () => [...byFile.values()].toSorted(),
  };
}
