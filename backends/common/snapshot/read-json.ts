import { readFile } from 'node:fs/promises';
import type { SnapshotFile } from './list-files.ts';
import type { WarningList } from './warning-list.ts';

/** Reads a JSON file; a damaged or unreadable one is a warning that names file and line, and undefined. */
export async function readJson(file: SnapshotFile, warnings: WarningList): Promise<unknown> {
  const text = await readText(file, warnings);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    warnings.add(file.path, 'is not valid JSON', jsonErrorLine(text, error));
    return undefined;
  }
}

/** Reads a file of one JSON value a line; each damaged line is left out, the first of them becomes the warning. */
export async function readJsonLines(file: SnapshotFile, warnings: WarningList): Promise<unknown[]> {
  const text = (await readText(file, warnings)) ?? '';
  const values: unknown[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      values.push(JSON.parse(line));
    } catch {
      warnings.add(file.path, 'has a line that is not valid JSON', index + 1);
    }
  }
  return values;
}

/** Reads a text file without its byte order mark; an unreadable one is a warning and undefined. */
export async function readText(file: SnapshotFile, warnings: WarningList): Promise<string | undefined> {
  try {
    const text = await readFile(file.absolute, 'utf8');
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  } catch (error) {
    warnings.add(file.path, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
    return undefined;
  }
}

/** The line of a JSON error: from V8's position where it gives one, else the last line. */
function jsonErrorLine(text: string, error: unknown): number {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '');
  const before = position === null ? text.trimEnd() : text.slice(0, Number(position[1]));
  return before.split('\n').length;
}
