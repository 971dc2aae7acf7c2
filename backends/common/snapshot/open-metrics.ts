import { createReadStream } from 'node:fs';
import type { SnapshotFile } from './list-files.ts';
import { openPacked } from './packed.ts';
import { createNumberReader } from './read-number.ts';
import { isRecordedTime } from './recorded-time.ts';
import type { SeriesBuilder } from './series-builder.ts';
import type { WarningList } from './warning-list.ts';

const FEED = 10;
const SPACE = 32;
const TAB = 9;
const HASH = 35;
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
/** Times beyond this are milliseconds, as the Prometheus text format writes them. */
const MILLISECONDS_FROM = 1e11;

/**
 * Streams one OpenMetrics file into the builder: it works on bytes and makes no string for a series seen before.
 * A sample without a time is taken at `defaultTime` (unix seconds). The first damaged line becomes a warning, and all
 * damaged lines are left out.
 */
export async function readOpenMetrics(
  file: SnapshotFile,
  builder: SeriesBuilder,
  warnings: WarningList,
  defaultTime: number,
): Promise<void> {
  const parser = createLineParser(builder, defaultTime);
  let carry: Buffer | undefined;
  let lineNumber = 0;
  const take = (buffer: Buffer, start: number, end: number): void => {
    lineNumber++;
    const stop = end > start && buffer[end - 1] === 13 ? end - 1 : end;
    const trouble = parser(buffer, start, stop);
    if (trouble !== undefined) warnings.add(file.path, trouble, lineNumber);
  };
  try {
    const stream =
      file.packing === undefined
        ? createReadStream(file.absolute, { highWaterMark: 1 << 20 })
        : openPacked(file.absolute, file.packing);
    for await (const piece of stream) {
      const chunk: Buffer = carry === undefined ? (piece as Buffer) : Buffer.concat([carry, piece as Buffer]);
      let start = 0;
      for (let feed = chunk.indexOf(FEED); feed >= 0; feed = chunk.indexOf(FEED, start)) {
        take(chunk, start, feed);
        start = feed + 1;
      }
      carry = start === chunk.length ? undefined : Buffer.from(chunk.subarray(start));
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') warnings.add(file.path, 'is cut off', Math.max(1, lineNumber));
    else warnings.add(file.path, `cannot be read (${code ?? 'unknown reason'})`);
  }
  if (carry !== undefined) take(carry, 0, carry.length);
}

type LineParser = (line: Buffer, start: number, end: number) => string | undefined;

function createLineParser(builder: SeriesBuilder, defaultTime: number): LineParser {
  const readNumber = createNumberReader();
  let lastKey: Buffer = Buffer.alloc(0);
  let lastSeries = -1;

  const seriesAt = (line: Buffer, start: number, keyEnd: number): number | undefined => {
    const same = lastSeries >= 0 && line.compare(lastKey, 0, lastKey.length, start, keyEnd) === 0;
    if (same) return lastSeries;
    const key = line.toString('utf8', start, keyEnd);
    const open = key.indexOf('{');
    const labels = open < 0 ? {} : parseLabels(key.slice(open + 1, -1));
    if (labels === undefined) return undefined;
    const name = (open < 0 ? key : key.slice(0, open)).trim() || (labels.__name__ ?? '');
    if (!/^[a-zA-Z_:][\w:.-]*$/.test(name)) return undefined;
    lastSeries = builder.indexOf(key, () => ({ name, labels }));
    lastKey = Buffer.from(line.subarray(start, keyEnd));
    return lastSeries;
  };

  return (line, start, end) => {
    let at = start;
    while (at < end && (line[at] === SPACE || line[at] === TAB)) at++;
    if (at === end) return undefined;
    if (line[at] === HASH) return declaration(line.toString('utf8', at, end), builder);
    const keyEnd = endOfKey(line, at, end);
    if (keyEnd < 0) return 'has labels without a closing brace';
    const series = seriesAt(line, at, keyEnd);
    if (series === undefined) return 'has a sample with a damaged name or labels';
    const value = readNumber(line, keyEnd, end);
    if (value === undefined) return 'has a sample without a number';
    const rest = skipSpace(line, readNumber.end, end);
    if (rest === end || line[rest] === HASH) {
      builder.add(series, defaultTime, value);
      return undefined;
    }
    const time = readNumber(line, rest, end);
    const seconds = time !== undefined && time > MILLISECONDS_FROM ? time / 1000 : time;
    if (seconds === undefined || !isRecordedTime(seconds * 1000)) return 'has a sample with a damaged time';
    builder.add(series, seconds, value);
    return undefined;
  };
}

function skipSpace(line: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (line[at] === SPACE || line[at] === TAB)) at++;
  return at;
}

/** Where the name with its labels ends; -1 when a brace stays open. */
function endOfKey(line: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && line[at] !== OPEN && line[at] !== SPACE && line[at] !== TAB) at++;
  if (at === end || line[at] !== OPEN) return at;
  let quoted = false;
  for (at++; at < end; at++) {
    const byte = line[at];
    if (quoted && byte === BACKSLASH) at++;
    else if (byte === QUOTE) quoted = !quoted;
    else if (byte === CLOSE && !quoted) return at + 1;
  }
  return -1;
}

/** `name="value",…` without the braces; undefined when damaged. */
function parseLabels(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|([a-zA-Z_][\w.:-]*))\s*(?:=\s*"((?:[^"\\]|\\.)*)")?\s*(?:,|$)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return /^\s*$/.test(text) ? labels : undefined;
    const name = match[1] === undefined ? match[2]! : unquote(match[1]);
    // OpenMetrics 2 writes a name outside the old alphabet as a quoted first member without a value.
    if (match[3] === undefined) labels.__name__ = name;
    else labels[name] = unquote(match[3]);
  }
  return labels;
}

function unquote(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}

function declaration(line: string, builder: SeriesBuilder): undefined {
  const match = /^#\s*(TYPE|UNIT)\s+(\S+)\s+(\S+)/.exec(line);
  if (match !== null) builder.declare(match[2]!, match[1] === 'TYPE' ? { type: match[3]! } : { unit: match[3]! });
  return undefined;
}
