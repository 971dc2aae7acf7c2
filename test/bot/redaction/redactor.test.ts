import { expect, test } from '@jest/globals';
import { secretLintProfiler } from '@secretlint/profiler';
import { createRedaction, createRedactor, hideSecretsInJsonLine } from '../../../bot/redaction/redactor.ts';
import { processorMs } from '../../support/processor-time.ts';
import { createLetters, KINDS, plantSecrets } from './planted-secrets.ts';

const secretsOnly = { emails: false, addresses: 'none' } as const;
const letters = createLetters('tests');
const word = (length: number) => letters(length, 'abcdefghkmnpqrstuvwxyz23456789');

test('no planted secret survives, whatever its kind and the line it stands in', async () => {
  const planted = plantSecrets(10);
  expect(KINDS.length).toBeGreaterThanOrEqual(30);
  expect(planted.length).toBeGreaterThanOrEqual(300);
  const missed: string[] = [];
  for (const { kind, secret, line } of planted) {
    const redacted = await createRedactor(secretsOnly).redact(line);
    const pieces = secret.split('\n').filter((piece) => piece.length > 20);
    if ([secret, ...pieces].some((piece) => redacted.includes(piece))) missed.push(`${kind}: ${redacted}`);
  }
  expect(missed).toEqual([]);
});

test('all of them in one value are found too, in lists and objects', async () => {
  const planted = plantSecrets(10);
  const redacted = JSON.stringify(
    await createRedactor(secretsOnly).redact({ rows: planted.map(({ line }) => [line]) }),
  );
  const lines = planted.filter(({ secret }) => redacted.includes(JSON.stringify(secret).slice(1, -1)));
  expect(lines).toEqual([]);
});

test('ordinary lines stay as they are', async () => {
  const lines = [
    'Failed password for invalid user oracle from 10.2.3.4 port 41022 ssh2',
    'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.0.0.9',
    'FATAL: password authentication failed for user "shop"',
    'MountVolume.SetUp failed for volume "keys": secret "payment-keys" not found',
    'secretKeyRef: name=db-login key=url',
    'max_tokens=4096 temperature=0.2 tokens: 512',
    'token expired, retrying with a new one',
    'Error: token: expired at line 12',
    'PWD=/srv/app HOME=/root SHLVL=1',
    'password=*** user=app',
    'password: required',
    'commit 9f8e7d6c5b4a39281706f5e4d3c2b1a098765432 deployed to web',
    'trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7',
    'image registry.example.com/shop/web@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
    'pod web-7d9f8b6c5d-x2x4q Back-off restarting failed container',
    'GET /orders/6f1c2b9e-7a44-4f0e-9d31-8a1c2b3d4e5f 200 12ms',
    'Closed socket connection for client /10.10.34.18:42772 which had sessionid 0x14ed93111f20005',
    'redis://cache:6379/0 ECONNREFUSED',
    'http://web:8080/healthz returned 503',
    'jdbc:postgresql://db:5432/shop timed out after 30s',
    'user sam@ waited 10:11:12 for basic auth',
    'the key of the map is missing',
    'bearer of bad news: queue is full',
  ];
  expect(await createRedactor({ emails: true, addresses: 'public' }).redact(lines)).toEqual(lines);
});

test('the same secret has the same placeholder, so that lines still join', async () => {
  const redactor = createRedactor(secretsOnly);
  const [one, other] = [`Q1${word(14)}`, `Q2${word(14)}`];
  const first = await redactor.redact([`password=${one} x`, `password=${other}`, `then ${one} was refused`]);
  expect(first).toEqual([
    'password=[redacted password 1] x',
    'password=[redacted password 2]',
    'then [redacted password 1] was refused',
  ]);
  expect(await redactor.redact(`again ${other}`)).toBe('again [redacted password 2]');
});

test('what is redacted already stays', async () => {
  const redactor = createRedactor(secretsOnly);
  const once = await redactor.redact(`DB_PASSWORD=A7${word(12)} Authorization: Bearer B7${word(30)}`);
  expect(await redactor.redact(once)).toBe(once);
});

test('investigations have numberings of their own, and each keeps its own', async () => {
  const redaction = createRedaction(secretsOnly);
  const [one, other] = [`R1${word(14)}`, `R2${word(14)}`];
  await redaction.of('a').redact(`password=${one}`);
  expect(await redaction.of('a').redact(`password=${other}`)).toBe('password=[redacted password 2]');
  expect(await redaction.of('b').redact(`password=${other}`)).toBe('password=[redacted password 1]');
});

test('a host stays readable when only the password of an address is secret', async () => {
  const secret = `S3${word(12)}`;
  expect(await createRedactor(secretsOnly).redact(`postgres://app:${secret}@db:5432/shop refused`)).toBe(
    'postgres://app:[redacted password 1]@db:5432/shop refused',
  );
});

test('a comment in the text cannot switch the rules off', async () => {
  const secret = `gh${'p_'}${letters(36, 'abcdefABCDEF0123456789')}`;
  const text = `/* secretlint-disable */ ${secret}\n// secretlint-disable-line ${secret}`;
  expect(await createRedactor(secretsOnly).redact(text)).not.toContain(secret);
});

test('e-mail and network addresses go by policy', async () => {
  const line = 'sam.hill@example.com from 203.0.113.9, 10.1.2.3, 2001:db8::17 and fd00::1 at 10:11:12, version 1.2.3';
  const redact = (policy: Parameters<typeof createRedactor>[0]) => createRedactor(policy).redact(line);
  expect(await redact(secretsOnly)).toBe(line);
  expect(await redact({ emails: true, addresses: 'public' })).toBe(
    '[redacted e-mail 1] from [redacted address 1], 10.1.2.3, [redacted address 2] and fd00::1 at 10:11:12, version 1.2.3',
  );
  expect(await redact({ emails: false, addresses: 'all' })).not.toMatch(/10\.1\.2\.3|fd00::1/);
});

test('long hostile text is read in linear time', async () => {
  const texts = [
    'password'.repeat(12_000),
    'a.'.repeat(50_000),
    'x://'.repeat(25_000),
    '-----BEGIN PRIVATE KEY-----'.repeat(3_000),
    'Cookie: a=b;'.repeat(8_000),
    'key_'.repeat(25_000),
    ':'.repeat(100_000),
  ];
  const spent = await processorMs(async () => {
    for (const text of texts) await createRedactor({ emails: true, addresses: 'all' }).redact(text);
  });
  expect(spent).toBeLessThan(20_000);
});

test('a log line keeps its form and loses its secrets', () => {
  for (const { secret, line } of plantSecrets(3)) {
    const written = hideSecretsInJsonLine(`${JSON.stringify({ level: 50, err: { message: line }, msg: 'failed' })}\n`);
    expect(JSON.parse(written)).toMatchObject({ level: 50, msg: 'failed' });
    expect(written).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(written.endsWith('\n')).toBe(true);
  }
  const plain = '{"level":30,"msg":"listening"}\n';
  expect(hideSecretsInJsonLine(plain)).toBe(plain);
});

test('nothing of what was read stays behind', async () => {
  const { redact } = createRedactor({ emails: true, addresses: 'public' });
  await redact({ note: 'password=hunter2hunter2', other: ['GET /api/basket 200'] });
  expect([await secretLintProfiler.getEntries(), await secretLintProfiler.getMeasures()]).toEqual([[], []]);
  expect(performance.getEntriesByType('mark').filter(({ name }) => name.includes('secretlint'))).toEqual([]);
});
