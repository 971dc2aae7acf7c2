import type { Coverage, NotUnderstood } from '../../../schemas/generated/kubernetes.ts';

/** Collects what was damaged, skipped or not understood: one entry a file, the first fault of each. */
export interface WarningList {
  /** `file` is relative to the snapshot; `line` counts from 1. A second warning for the same file is not kept. */
  add(file: string, reason: string, line?: number): void;
  /** `file:line: reason`, in name order. */
  lines(): string[];
  /** The same as parts of a coverage: the first ones in name order, and how many there are. */
  notUnderstood(): Pick<Coverage, 'notUnderstood' | 'notUnderstoodTotal'>;
  /** What is known of one file. */
  of(file: string): NotUnderstood | undefined;
}

/** Lines shown; a folder full of strangers must not fill an answer. */
const MOST_LINES = 200;
/** Files named in each answer. */
const MOST_NAMED = 50;

/** Creates an empty list. */
export function createWarningList(): WarningList {
  const byFile = new Map<string, NotUnderstood>();
  const inOrder = (): NotUnderstood[] => [...byFile.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return {
    add: (file, reason, line) => {
      if (!byFile.has(file)) byFile.set(file, { file, ...(line === undefined ? {} : { line }), reason });
    },
    lines: () => {
      const all = inOrder().map(({ file, line, reason }) => `${whereIn(file, line)}: ${reason}`);
      const left = all.length - MOST_LINES;
      return left > 0 ? [...all.slice(0, MOST_LINES), `and ${left} more files`] : all;
    },
    notUnderstood: () => {
      const all = inOrder();
      return {
        notUnderstood: all.slice(0, MOST_NAMED),
        ...(all.length > MOST_NAMED ? { notUnderstoodTotal: all.length } : {}),
      };
    },
    of: (file) => byFile.get(file),
  };
}

/** `file` or `file:line`. */
export function whereIn(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}:${line}`;
}
