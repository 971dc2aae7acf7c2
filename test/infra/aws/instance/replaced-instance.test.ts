import { spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { needing } from '../../../support/programs.ts';
import { type Authority, startAuthority } from './authority.ts';
import { type Route53, SITECUSTOMIZE, startRoute53 } from './route53.ts';

const INSTANCE = join(import.meta.dirname, '..', '..', '..', '..', 'infra', 'aws', 'instance');
const DOMAIN = 'oncall.example.com';
const folder = mkdtempSync(join(tmpdir(), 'replaced-'));
const file = (...names: string[]) => join(folder, ...names);
const kept = file('bucket', 'letsencrypt.tar.gz');
let authority: Authority | undefined;
let route53: Route53 | undefined;

afterAll(async () => {
  await authority?.stop();
  await route53?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A machine that has just been made: the folders that the scripts use are empty. What is in the bucket stays. */
function newMachine(): void {
  for (const name of ['letsencrypt', 'tls', 'work', 'logs', 'bin', 'python', 'bucket'])
    mkdirSync(file(name), { recursive: true });
  for (const name of ['letsencrypt', 'tls']) {
    rmSync(file(name), { recursive: true });
    mkdirSync(file(name));
  }
  // S3 as the command line shows it: absent is a 404, and S3_ERROR another trouble.
  writeFileSync(
    file('bin', 'aws'),
    `#!/bin/bash
[ -z "$S3_ERROR" ] || { echo "fatal error: An error occurred ($S3_ERROR) when calling the HeadObject operation" >&2; exit 1; }
case "$*" in
  *" s3://bucket/certificates/letsencrypt.tar.gz") cp "\${@: -2:1}" ${kept} ;;
  *"s3://bucket/certificates/letsencrypt.tar.gz "*) [ -e ${kept} ] && cp ${kept} "\${@: -1}" && exit 0
    echo "fatal error: An error occurred (404) when calling the HeadObject operation: Not Found" >&2; exit 1 ;;
esac\n`,
    { mode: 0o755 },
  );
  writeFileSync(file('python', 'sitecustomize.py'), SITECUSTOMIZE);
}

async function obtain(challenge: string, more: Readonly<Record<string, string>> = {}) {
  writeFileSync(file('deployment.env'), `DOMAIN=${DOMAIN}\nCERTIFICATE=${challenge}\nCONFIG_BUCKET=bucket\n`);
  const here = ['--config-dir', file('letsencrypt'), '--work-dir', file('work'), '--logs-dir', file('logs')];
  const there = ['--server', authority!.directory, '--no-verify-ssl'];
  const how =
    challenge === 'dns-01' ? ['--dns-route53-propagation-seconds', '0'] : ['--http-01-port', String(authority!.http)];
  const child = spawn('bash', [join(INSTANCE, 'obtain-certificate.sh'), ...here, ...there, ...how], {
    env: {
      ...process.env,
      PATH: `${file('bin')}:${process.env.PATH}`,
      DEPLOYMENT: file('deployment.env'),
      LETSENCRYPT: file('letsencrypt'),
      HOOK: join(INSTANCE, 'deploy-certificate.sh'),
      TLS: file('tls'),
      TLS_GROUP: spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim(),
      RELOAD: 'true',
      S3_ERROR: '',
      PYTHONWARNINGS: 'ignore',
      PYTHONPATH: file('python'),
      AWS_ACCESS_KEY_ID: 'made-up',
      AWS_SECRET_ACCESS_KEY: 'made-up',
      AWS_DEFAULT_REGION: 'aws-global',
      ...(route53 && { ROUTE53_ENDPOINT: route53.endpoint }),
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      said += text.toString();
    });
  }
  const [status] = (await once(child, 'close')) as [number];
  return { status, said };
}

const serial = () => new X509Certificate(readFileSync(file('tls', 'fullchain.pem'))).serialNumber;
const accounts = () =>
  spawnSync('find', [file('letsencrypt', 'accounts'), '-name', 'private_key.json'], { encoding: 'utf8' }).stdout;

needing('pebble', 'pebble-challtestsrv', 'certbot').test(
  'the certificate outlives its instance: the next one takes the copy, even where the authority is away',
  async () => {
    authority = await startAuthority(folder);
    newMachine();
    const made = await obtain('http-01');
    expect([made.said, made.status]).toEqual([expect.stringContaining('Successfully received'), 0]);
    const first = serial();
    const account = accounts();
    expect(statSync(kept).size).toBeGreaterThan(1_000);

    // The bucket does not answer: nothing new is asked for, and nothing of what is kept is lost.
    newMachine();
    const away = await obtain('http-01', { S3_ERROR: '503' });
    expect(away.status).not.toBe(0);
    expect(away.said).toContain('(503)');
    expect(existsSync(file('letsencrypt', 'live'))).toBe(false);

    // No authority is there: the kept one serves, and the unit will try again.
    const { stop } = authority;
    await stop();
    const early = await obtain('http-01');
    expect(early.status).not.toBe(0);
    expect(serial()).toBe(first);
    expect(statSync(file('tls', 'privkey.pem')).mode & 0o777).toBe(0o640);

    // It is there again, and is not asked for anything: the certificate is good.
    authority = await startAuthority(folder);
    const again = await obtain('http-01');
    expect([again.said, again.status]).toEqual([expect.stringContaining('not yet due'), 0]);
    expect(serial()).toBe(first);
    expect(accounts()).toContain(account.trim());

    // A copy that is damaged is not half taken: there is a new certificate, and a whole copy of it.
    writeFileSync(kept, readFileSync(kept).subarray(0, 700));
    newMachine();
    const anew = await obtain('http-01');
    expect([anew.said, anew.status]).toEqual([expect.stringContaining('is damaged'), 0]);
    expect(serial()).not.toBe(first);
    expect(spawnSync('tar', ['tzf', kept], { encoding: 'utf8' }).stdout).toContain(`live/${DOMAIN}/fullchain.pem`);
  },
);

const plugin = spawnSync('sh', ['-c', 'certbot plugins 2>/dev/null | grep -q dns-route53']).status === 0;

needing('pebble', 'pebble-challtestsrv', 'certbot', ...(plugin ? [] : ['python3-certbot-dns-route53'])).test(
  'DNS-01 through Route 53: certbot’s own plugin writes the one record that the role may write, and takes it away',
  async () => {
    await authority?.stop();
    authority = await startAuthority(folder);
    route53 = await startRoute53({ id: 'Z0123456789ABC', name: 'example.com' }, authority.names);
    newMachine();
    rmSync(kept, { force: true });
    const made = await obtain('dns-01');
    expect([made.said, made.status]).toEqual([expect.stringContaining('Successfully received'), 0]);
    expect(route53.changes).toEqual([`UPSERT TXT _acme-challenge.${DOMAIN}`, `DELETE TXT _acme-challenge.${DOMAIN}`]);
    const renewal = readFileSync(file('letsencrypt', 'renewal', `${DOMAIN}.conf`), 'utf8');
    expect(renewal).toMatch(/^authenticator = dns-route53$/m);
  },
);
