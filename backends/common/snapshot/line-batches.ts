import { createReadStream } from 'node:fs';

const CHUNK = 256 * 1024;
/** A longer line is cut here: no log line is worth more memory. */
const MAX_LINE = 1024 * 1024;
const FEED = 10;

/**
 * Reads a file's lines, a few thousand at a time, without ever holding the file. Each line is a string of its own, so
 * that keeping one does not keep the chunk it came from. With `from`, reading begins at that byte and the first line,
 * which may be cut, is left out. Aborting the signal ends the reading with its reason.
 */
export async function* readLineBatches(path: string, signal?: AbortSignal, from = 0): AsyncGenerator<string[]> {
  const stream = createReadStream(path, { highWaterMark: CHUNK, start: from });
  let cut = from > 0;
  let carry: Buffer | undefined;
  try {
    for await (const piece of stream) {
      signal?.throwIfAborted();
      const chunk: Buffer = carry === undefined ? (piece as Buffer) : Buffer.concat([carry, piece as Buffer]);
      const lines: string[] = [];
      let start = 0;
      for (let feed = chunk.indexOf(FEED); feed >= 0; feed = chunk.indexOf(FEED, start)) {
        lines.push(chunk.toString('utf8', start, Math.min(feed, start + MAX_LINE)));
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
    if (carry !== undefined && !cut) yield [carry.toString('utf8', 0, carry.length)];
  } finally {
    stream.destroy();
  }
}
