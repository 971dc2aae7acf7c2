import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { openPacked, type Packing } from './packed.ts';

const CHUNK = 256 * 1024;
/** A longer line is cut here: no log line is worth more memory. */
const MAX_LINE = 1024 * 1024;
const FEED = 10;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a file's lines, a few thousand at a time, without ever holding the file. Each line is a string of its own, so
 * that keeping one does not keep the chunk it came from; NUL bytes are left out. With `from`, reading begins at that byte
 * and the first line, which may be cut, is left out; a packed file is unpacked as it is read, always from its beginning.
 * Aborting the signal ends the reading with its reason.
 */
export async function* readLineBatches(
  path: string,
  signal?: AbortSignal,
  from = 0,
  packing?: Pick<Packing, 'compression' | 'encoding'>,
): AsyncGenerator<string[]> {
  const stream: Readable =
    packing === undefined ? createReadStream(path, { highWaterMark: CHUNK, start: from }) : openPacked(path, packing);
  let cut = from > 0;
  let first = from === 0;
  let carry: Buffer | undefined;
  try {
    for await (const piece of stream) {
      signal?.throwIfAborted();
      let chunk: Buffer = carry === undefined ? (piece as Buffer) : Buffer.concat([carry, piece as Buffer]);
      if (first && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK)) chunk = chunk.subarray(3);
      first = false;
      const lines: string[] = [];
      let start = 0;
      for (let feed = chunk.indexOf(FEED); feed >= 0; feed = chunk.indexOf(FEED, start)) {
        lines.push(textOf(chunk, start, Math.min(feed, start + MAX_LINE)));
        start = feed + 1;
      }
      // A line longer than the limit keeps its head only, or the carry would grow with the file.
      carry = start === chunk.length ? undefined : Buffer.from(chunk.subarray(start, start + MAX_LINE));
      if (cut && lines.length > 0) {
        lines.shift();
        cut = false;
      }
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    // What came before the end of a file that is cut off still serves, its last line too.
    if (signal?.aborted !== true && carry !== undefined && !cut) yield [textOf(carry, 0, carry.length)];
    throw error;
  } finally {
    stream.destroy();
  }
  if (carry !== undefined && !cut) yield [textOf(carry, 0, carry.length)];
}

function textOf(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
