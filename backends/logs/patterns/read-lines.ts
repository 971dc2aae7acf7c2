import { createReadStream } from 'node:fs';

/** A line longer than this is cut; the rest of it is skipped. In characters. */
const MAX_LINE = 1 << 20;

/**
 * Reads a UTF-8 file in pieces and calls `onLine` for each line, without its `\n` or `\r\n`; nothing else ends a line.
 * Memory does not grow with the file. Rejects with the file system's error.
 */
export async function readLines(file: string, onLine: (line: string) => void): Promise<void> {
  let rest = '';
  let cut = false;
  const emit = (line: string): void => onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const text = rest === '' ? (chunk as string) : rest + (chunk as string);
    let start = 0;
    for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', start)) {
      if (cut) cut = false;
      else emit(text.slice(start, feed));
      start = feed + 1;
    }
    rest = text.slice(start);
    if (rest.length > MAX_LINE) {
      if (!cut) emit(rest.slice(0, MAX_LINE));
      cut = true;
      rest = '';
    }
  }
  if (rest !== '' && !cut) emit(rest);
}
