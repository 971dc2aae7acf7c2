import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** One HTTP request as it arrived. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, exactly as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** S3 encodes the path once, every other service twice. */
  readonly service: string;
}

export type SignatureVerdict = 'valid' | 'missing' | 'unknown-key' | 'wrong-signature' | 'wrong-body' | 'expired';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const CLOCK_SKEW_MS = 15 * 60 * 1000;

interface Claim {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly date: string;
  /** Seconds; only in a presigned address. */
  readonly expires?: number;
  readonly payloadHash: string;
}

const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function one(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

function headerClaim(request: SignedRequest): Claim | undefined {
  const header = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
    one(request.headers.authorization),
  );
  if (!header) return undefined;
  return {
    credential: header[1] ?? '',
    signedHeaders: (header[2] ?? '').split(';'),
    signature: header[3] ?? '',
    date: one(request.headers['x-amz-date']),
    payloadHash: one(request.headers['x-amz-content-sha256']) || sha256(request.body),
  };
}

function queryClaim(query: URLSearchParams): Claim | undefined {
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return undefined;
  return {
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    expires: Number(query.get('X-Amz-Expires')),
    payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
  };
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, av], [b, bv]) => (a === b ? (av < bv ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function expectedSignature(request: SignedRequest, url: URL, claim: Claim, key: SigningKey): string {
  const rawPath = request.url.split('?', 1)[0] ?? '/';
  const path = key.service === 's3' ? rawPath : rawPath.split('/').map(encode).join('/');
  const headers = claim.signedHeaders.map(
    (name) => `${name}:${one(request.headers[name]).trim().replace(/ +/g, ' ')}\n`,
  );
  const canonical = [
    request.method,
    path,
    canonicalQuery(url.searchParams),
    headers.join(''),
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n');
  const [, ...scope] = claim.credential.split('/');
  const text = [ALGORITHM, claim.date, scope.join('/'), sha256(canonical)].join('\n');
  const signingKey = scope.reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${key.secretAccessKey}`);
  return hmac(signingKey as Buffer, text).toString('hex');
}

function isInTime(claim: Claim, now: Date): boolean {
  const at = Date.parse(claim.date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (claim.expires === undefined) return Math.abs(now.getTime() - at) <= CLOCK_SKEW_MS;
  const seconds = (now.getTime() - at) / 1000;
  return claim.expires >= 1 && claim.expires <= 604_800 && seconds >= -900 && seconds <= claim.expires;
}

/**
 * Judges a Signature Version 4, in the headers or in a presigned address, as
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html describes it. A body sent in
 * signed chunks is judged by its seed signature alone.
 */
export function judgeSignature(request: SignedRequest, key: SigningKey, now = new Date()): SignatureVerdict {
  const url = new URL(request.url, 'http://local');
  const claim = headerClaim(request) ?? queryClaim(url.searchParams);
  if (!claim) return 'missing';
  const [accessKeyId, , , service, terminator] = claim.credential.split('/');
  if (accessKeyId !== key.accessKeyId) return 'unknown-key';
  if (service !== key.service || terminator !== 'aws4_request') return 'wrong-signature';
  const expected = Buffer.from(expectedSignature(request, url, claim, key));
  const given = Buffer.from(claim.signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return 'wrong-signature';
  if (!isInTime(claim, now)) return 'expired';
  const declared = /^[0-9a-f]{64}$/.test(claim.payloadHash);
  return declared && claim.payloadHash !== sha256(request.body) ? 'wrong-body' : 'valid';
}
