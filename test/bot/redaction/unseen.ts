import { createLetters } from './planted-secrets.ts';

const l = createLetters('unseen');
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const HEX = `${DIGITS}abcdef`;
const mixed = (length: number) => `${l(length - 3, UPPER + LOWER + DIGITS)}aZ7`;
const b64 = (text: string) => Buffer.from(text).toString('base64');

/** Forms of common vendors and files that the rules were not written after: a line, and what must not come through. */
export const UNSEEN: readonly (readonly [line: string, secret: string])[] = (() => {
  const one = (secret: string, line: (secret: string) => string) => [line(secret), secret] as const;
  return [
    one(mixed(16), (s) => `db.internal:5432:shop:app:${s}`),
    one(mixed(40), (s) => `    token: ${s}`),
    one(b64(`-----BEGIN RSA PRIVATE KEY-----\n${mixed(64)}`), (s) => `    client-key-data: ${s}`),
    one(b64(`robot:${mixed(20)}`), (s) => `"auths": {"ghcr.io": {"auth": "${s}"}}`),
    one(mixed(60), (s) => `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${s}\n-----END PGP PRIVATE KEY BLOCK-----`),
    one(l(32, `${UPPER}234567`), (s) => `otpauth://totp/Shop:ann?secret=${s}&issuer=Shop`),
    one(l(32, HEX), (s) => `Set-Cookie: PHPSESSID=${s}; path=/; HttpOnly`),
    one(l(32, HEX), (s) => `cookie connect.sid=s%3A${s}; other=1`),
    one('4539 1488 0343 6467', (s) => `charge of ${s} declined`),
    one('NL91ABNA0417164300', (s) => `refund to ${s} failed`),
    one('+31 20 123 4567', (s) => `sms to ${s} bounced`),
    one(mixed(14), (s) => `conn "Server=db;User Id=app;Password=${s};"`),
    one(mixed(20), (s) => `amqps://svc:${s}@mq.example.com/vhost`),
    one(mixed(20), (s) => `clickhouse://default:${s}@ch:9000/db`),
    one(mixed(18), (s) => `elastic_url=https://elastic:${s}@es.example.com:9243`),
    one(`${l(32, HEX)}`, (s) => `TWILIO_AUTH_TOKEN=${s}`),
    one(`${mixed(32)}`, (s) => `x-functions-key: ${s}`),
    one(`glrt-${mixed(20)}`, (s) => `runner token ${s}`),
    one(`sq0csp-${mixed(43)}`, (s) => `square ${s} invalid`),
    one(`shpat_${l(32, HEX)}`, (s) => `shopify 401 for ${s}`),
    one(`dop_v1_${l(64, HEX)}`, (s) => `doctl: ${s}`),
    one(`figd_${mixed(40)}`, (s) => `figma token ${s} expired`),
    one(`lin_api_${mixed(40)}`, (s) => `linear ${s}`),
    one(`ghs_${mixed(36)}`, (s) => `remote: https://x-access-token:${s}@github.com/a/b`),
    one(`${mixed(86)}==`, (s) => `BlobEndpoint=x;AccountKey=${s}`),
    one(mixed(24), (s) => `vault login -method=userpass username=ann password=${s}`),
    one(mixed(40), (s) => `docker login -u robot -p ${s} registry.example.com`),
    one(mixed(36), (s) => `_authToken=${s}`),
    one(mixed(30), (s) => `sentry dsn https://${s}@o1.ingest.sentry.io/2`),
    one(`EAAC${mixed(60)}`, (s) => `graph api said OAuthException for ${s}`),
  ];
})();
