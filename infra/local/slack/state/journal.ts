import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

export interface JournalEntry {
  readonly kind: string;
  readonly key: string;
  /** Absent: the record was removed. */
  readonly record?: unknown;
}

export interface Journal {
  append(entry: JournalEntry): void;
  close(): void;
}

/**
 * Reads the JSON lines of `path` in order; a torn last line (the process was killed while writing) is dropped.
 * Empty when there is no file.
 */
export function readJournal(path: string): readonly JournalEntry[] {
  if (!existsSync(path)) return [];
  const entries: JournalEntry[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    try {
      entries.push(JSON.parse(line) as JournalEntry);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return entries;
}

/** Opens the journal anew with `entries` as its whole content, then appends a line per change, at once. */
export function openJournal(path: string, entries: readonly JournalEntry[]): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  writeFileSync(fresh, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
  renameSync(fresh, path);
  const file = openSync(path, 'a', 0o600);
  let open = true;
  return {
    append: (entry) => {
      if (open) writeSync(file, `${JSON.stringify(entry)}\n`);
    },
    close: () => {
      if (open) closeSync(file);
      open = false;
    },
  };
}
