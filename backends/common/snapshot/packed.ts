import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { constants, createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from 'node:zlib';

/** How the text of a file is packed: compressed, and in which encoding. */
export interface Packing {
  readonly compression: 'none' | 'gzip' | 'zstd';
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Why it cannot be read as text at all; absent when it can. */
  readonly foreign?: string;
  /** The beginning of the text, some thousand characters; the last line may be cut. */
  readonly head: string;
}

/** More text than this is never held at once. */
const MOST_TEXT = 256 * 1024 * 1024;
const HEAD = 64 * 1024;
const MAGIC: readonly (readonly [string, string])[] = [
  ['504b0304', 'is a zip archive: unpack it first'],
  ['fd377a585a00', 'is compressed with xz: unpack it first'],
  ['425a68', 'is compressed with bzip2: unpack it first'],
  ['377abcaf271c', 'is a 7z archive: unpack it first'],
  ['89504e47', 'is a picture'],
  ['ffd8ff', 'is a picture'],
  ['25504446', 'is a PDF'],
  ['7f454c46', 'is a program'],
  ['53514c69746520666f726d6174', 'is an SQLite database'],
];

/** Text that could not be read whole: what there is of it, and where and why it ends. */
export interface ReadText {
  readonly text: string;
  /** `is cut off`, with the text up to there. */
  readonly fault?: string;
}

/** Looks at the beginning of a file. Rejects with the file system's error. */
export async function packingOf(absolute: string): Promise<Packing> {
  const handle = await open(absolute);
  let start: Buffer;
  try {
    const buffer = Buffer.alloc(HEAD);
    start = buffer.subarray(0, (await handle.read(buffer, 0, HEAD, 0)).bytesRead);
  } finally {
    await handle.close();
  }
  const compression = compressionOf(start);
  const bytes = compression === 'none' ? start : beginningOf(start, compression);
  const encoding = encodingOf(bytes);
  const head = decode(bytes.subarray(0, HEAD), encoding);
  return { compression, encoding, foreign: foreignness(bytes, encoding, head), head };
}

function compressionOf(bytes: Buffer): Packing['compression'] {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  return bytes.length > 4 && bytes.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : 'none';
}

/** The beginning of what is packed, from the beginning of the file. */
function beginningOf(start: Buffer, compression: 'gzip' | 'zstd'): Buffer {
  try {
    return compression === 'gzip'
      ? gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH })
      : zstdDecompressSync(start, { finishFlush: constants.ZSTD_e_flush });
  } catch {
    // Damaged from its beginning: there is no text in it.
    return Buffer.alloc(0);
  }
}

/** By its mark; without one, UTF-16 shows in that every second byte of mostly Latin text is zero. */
function encodingOf(bytes: Buffer): Packing['encoding'] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const length = Math.min(bytes.length, 4_096) & ~1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
  }
  const half = length / 2;
  if (half >= 8 && odd > half * 0.7 && even < half * 0.1) return 'utf-16le';
  return half >= 8 && even > half * 0.7 && odd < half * 0.1 ? 'utf-16be' : 'utf-8';
}

function foreignness(bytes: Buffer, encoding: Packing['encoding'], head: string): string | undefined {
  const start = bytes.toString('hex', 0, 16);
  const known = MAGIC.find(([magic]) => start.startsWith(magic));
  if (known !== undefined) return known[1];
  if (bytes.length > 262 && bytes.toString('latin1', 257, 262) === 'ustar') return 'is a tar archive: unpack it first';
  if (encoding !== 'utf-8') return undefined;
  // Logs may hold stretches of NUL bytes where a file was cut short below its writer; other control characters are binary.
  let odd = 0;
  for (let at = 0; at < head.length; at++) {
    const code = head.charCodeAt(at);
    if (code === 0xfffd || (code < 32 && code !== 0 && code !== 27 && (code < 8 || code > 13))) odd++;
  }
  return odd > 8 && odd > head.length * 0.1 ? 'is binary' : undefined;
}

function decode(bytes: Buffer, encoding: Packing['encoding']): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** The text of a plain file's last bytes; its first line may be cut. Rejects with the file system's error. */
export async function readTailText(absolute: string, bytes: number): Promise<string> {
  const handle = await open(absolute);
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, bytes));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, Math.max(0, size - bytes));
    return buffer.toString('utf8', 0, bytesRead).replaceAll('\0', '');
  } finally {
    await handle.close();
  }
}

/** True when the bytes of the file are its text. */
export function isPlain({ compression, encoding }: Packing): boolean {
  return compression === 'none' && encoding === 'utf-8';
}

/**
 * The whole text of a file, unpacked, without byte order mark and NULs; what can be had of a file that is cut off. Rejects
 * with the file system's error, or an Error that says in words why there is no text.
 */
export async function readPackedText(absolute: string): Promise<ReadText> {
  const packing = await packingOf(absolute);
  if (packing.foreign !== undefined) throw new Error(packing.foreign);
  const bytes = await readFile(absolute);
  if (bytes.length > MOST_TEXT) throw new Error(tooLarge());
  const { whole, fault } = unpack(bytes, packing.compression);
  const text = decode(whole, packing.encoding);
  return { text: text.includes('\0') ? text.replaceAll('\0', '') : text, fault };
}

function unpack(bytes: Buffer, compression: Packing['compression']): { whole: Buffer; fault?: string } {
  if (compression === 'none') return { whole: bytes };
  const limit = { maxOutputLength: MOST_TEXT };
  try {
    return { whole: compression === 'gzip' ? gunzipSync(bytes, limit) : zstdDecompressSync(bytes, limit) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Error(tooLarge());
    if (code !== 'Z_BUF_ERROR') throw new Error('is damaged: it cannot be decompressed', { cause: error });
    const whole = gunzipSync(bytes, { ...limit, finishFlush: constants.Z_SYNC_FLUSH });
    return { whole, fault: 'is cut off' };
  }
}

const tooLarge = (): string => `is larger than ${MOST_TEXT / 1024 / 1024} MiB`;

/** The bytes of a file as UTF-8, unpacked as they come. The stream ends with an error where the file is cut off. */
export function openPacked(absolute: string, packing: Pick<Packing, 'compression' | 'encoding'>): Readable {
  const file = createReadStream(absolute, { highWaterMark: 256 * 1024 });
  const stages: Transform[] = [];
  if (packing.compression === 'gzip') stages.push(createGunzip());
  if (packing.compression === 'zstd') stages.push(createZstdDecompress());
  if (packing.encoding !== 'utf-8') stages.push(recoding(packing.encoding));
  let stream: Readable = file;
  for (const stage of stages) {
    const source = stream;
    source.on('error', (error) => stage.destroy(error));
    stage.on('close', () => source.destroy());
    stream = source.pipe(stage);
  }
  return stages.length === 0 ? file.pipe(new PassThrough()) : stream;
}

function recoding(encoding: Packing['encoding']): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform: (chunk: Buffer, _, done) => done(null, Buffer.from(decoder.decode(chunk, { stream: true }))),
    flush: (done) => done(null, Buffer.from(decoder.decode())),
  });
}
