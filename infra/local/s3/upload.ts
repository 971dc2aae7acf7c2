import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { AwsError } from '../aws-json.ts';
import type { NewObject } from './store.ts';

const KEPT = ['cache-control', 'content-disposition', 'content-language', 'expires'];

interface Decoded {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

/** Takes the chunks of `aws-chunked` apart; signatures of single chunks are not judged. */
function decodeChunks(raw: Buffer): Decoded {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(raw.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw new AwsError('IncompleteBody', 'The chunked body is damaged.');
    at = lineEnd + 2;
    if (size === 0) break;
    if (at + size > raw.length) throw new AwsError('IncompleteBody', 'The chunked body ends early.');
    parts.push(raw.subarray(at, at + size));
    at += size + 2;
  }
  const lines = raw.toString('latin1', at).split('\r\n');
  const pairs = lines.map((line) => /^([\w-]+):\s*(.*)$/.exec(line)).filter((pair) => pair !== null);
  const trailers = Object.fromEntries(pairs.map(([, name = '', value = '']) => [name.toLowerCase(), value]));
  return { body: Buffer.concat(parts), trailers };
}

function crc32Text(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}

/** Reads an upload: bytes out of their chunks, checksums compared, headers to keep. Throws BadDigest where one differs. */
export function readUpload(headers: IncomingHttpHeaders, raw: Buffer): NewObject {
  const chunked = String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const { body, trailers } = chunked ? decodeChunks(raw) : { body: raw, trailers: {} };
  const digests: Record<string, () => string> = {
    'content-md5': () => createHash('md5').update(body).digest('base64'),
    'x-amz-checksum-crc32': () => crc32Text(body),
    'x-amz-checksum-sha1': () => createHash('sha1').update(body).digest('base64'),
    'x-amz-checksum-sha256': () => createHash('sha256').update(body).digest('base64'),
  };
  const given = { ...headers, ...trailers } as Record<string, string | undefined>;
  for (const [name, digest] of Object.entries(digests)) {
    if (given[name] !== undefined && given[name] !== digest()) {
      throw new AwsError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    }
  }
  const kept = Object.entries(given).filter(
    ([name, value]) => value !== undefined && (KEPT.includes(name) || name.startsWith('x-amz-checksum-')),
  );
  const encodings = String(headers['content-encoding'] ?? '')
    .split(',')
    .map((one) => one.trim());
  const encoding = encodings.filter((one) => one !== '' && one !== 'aws-chunked').join(',');
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return {
    body,
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    headers: { ...Object.fromEntries(kept), ...(encoding ? { 'content-encoding': encoding } : {}) } as Record<
      string,
      string
    >,
    metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice('x-amz-meta-'.length), String(value)])),
  };
}
