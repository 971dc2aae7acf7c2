import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, expect } from '@jest/globals';
import autocannon from 'autocannon';
import selfsigned from 'selfsigned';
import { needing } from '../../../support/programs.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { type Authority, startAuthority } from './authority.ts';

const INSTANCE = join(import.meta.dirname, '..', '..', '..', '..', 'infra', 'aws', 'instance');
const DOMAIN = 'oncall.example.com';
const authorityTools = needing('pebble', 'pebble-challtestsrv', 'certbot');
const children: ChildProcess[] = [];
let authority: Authority | undefined;
const folder = mkdtempSync(join(tmpdir(), 'certificate-'));

afterAll(async () => {
  await authority?.stop();
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function run(program: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return child;
}

/** The serial number and issuer of what a server shows to a new visitor. */
async function shownBy(port: number) {
  const socket = connect({ host: '127.0.0.1', port, servername: DOMAIN, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { serialNumber, issuer } = socket.getPeerCertificate();
  socket.destroy();
  return { serialNumber, issuer: issuer.CN };
}

authorityTools.test(
  'certbot obtains and renews a certificate, and the bot takes both under load without a failed request',
  async () => {
    authority = await startAuthority(folder);
    const tls = join(folder, 'tls');
    const letsencrypt = join(folder, 'letsencrypt');
    mkdirSync(tls);
    mkdirSync(join(letsencrypt, 'renewal-hooks', 'deploy'), { recursive: true });
    const first = await selfsigned.generate([{ name: 'commonName', value: DOMAIN }]);
    writeFileSync(join(tls, 'fullchain.pem'), first.cert);
    writeFileSync(join(tls, 'privkey.pem'), first.private);
    const bot = run(process.execPath, [
      join(import.meta.dirname, 'bot-server.ts'),
      join(tls, 'fullchain.pem'),
      join(tls, 'privkey.pem'),
    ]);
    const [told] = (await once(bot.stdout!, 'data')) as [Buffer];
    const port = Number(told.toString().trim());
    const hook = join(letsencrypt, 'renewal-hooks', 'deploy', 'oncall');
    copyFileSync(join(INSTANCE, 'deploy-certificate.sh'), hook);
    spawnSync('chmod', ['755', hook]);
    writeFileSync(join(folder, 'deployment.env'), `DOMAIN=${DOMAIN}\nCERTIFICATE=http-01\n`);
    const group = spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim();
    const env = {
      ...process.env,
      DEPLOYMENT: join(folder, 'deployment.env'),
      LETSENCRYPT: letsencrypt,
      HOOK: hook,
      TLS: tls,
      TLS_GROUP: group,
      RELOAD: `kill -HUP ${bot.pid}`,
      PYTHONWARNINGS: 'ignore',
    };
    const here = ['--config-dir', letsencrypt, '--work-dir', join(folder, 'work'), '--logs-dir', join(folder, 'logs')];
    const there = ['--server', authority.directory, '--no-verify-ssl', '--http-01-port', String(authority.http)];

    // Each visitor comes anew, so that each sees the certificate of the moment.
    const { promise: loaded, resolve: end } = Promise.withResolvers<autocannon.Result>();
    const load = autocannon(
      {
        url: `https://127.0.0.1:${port}`,
        connections: 8,
        duration: 80,
        reconnectRate: 20,
        tlsOptions: { rejectUnauthorized: false },
        requests: [
          { method: 'POST', path: '/slack/events', body: '{}', headers: { 'content-type': 'application/json' } },
        ],
      },
      (_error, result) => end(result),
    );

    const before = await shownBy(port);
    await promisify(execFile)('bash', [join(INSTANCE, 'obtain-certificate.sh'), ...here, ...there], { env });
    /** What is shown once another has been put in place of one. */
    const after = (one: { readonly serialNumber: string }) =>
      waitFor(async () => {
        const shown = await shownBy(port);
        return shown.serialNumber !== one.serialNumber && shown;
      }, 'another certificate');
    const issued = await after(before);
    expect(issued.issuer).toMatch(/^Pebble/);
    const held = new X509Certificate(readFileSync(join(tls, 'fullchain.pem')));
    expect(held.subjectAltName).toBe(`DNS:${DOMAIN}`);

    const renewing = ['renew', '--force-renewal', '--no-random-sleep-on-renew', '--no-verify-ssl', ...here];
    await promisify(execFile)('certbot', renewing, { env });
    const renewed = await after(issued);
    expect(renewed.issuer).toMatch(/^Pebble/);

    load.stop();
    const result = await loaded;
    expect(result.errors + result.timeouts + result.non2xx).toBe(0);
    expect(result['2xx']).toBeGreaterThan(100);
  },
);
