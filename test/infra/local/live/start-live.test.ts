import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { waitFor } from '../../../support/wait-for.ts';
import { temporaryFolder } from '../stand-in.ts';

const program = join(import.meta.dirname, '..', '..', '..', '..', 'infra', 'local', 'start.ts');
const { folder, remove } = temporaryFolder();
afterAll(remove);

/** Sends an alert as Alertmanager does; the status it gets. */
function send(url: string, ca: string, secret: string): Promise<number> {
  const labels = { alertname: 'HighErrorRate', service: 'web', severity: 'warning' };
  const alert = { status: 'firing', labels, annotations: {}, startsAt: new Date().toISOString(), fingerprint: 'f1' };
  const body = JSON.stringify({ version: '4', status: 'firing', receiver: 'on-call', groupKey: '{}', alerts: [alert] });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', ca: readFileSync(ca), headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.once('error', reject);
    call.end(body);
  });
}

test('the workspace starts on a live system: it says what it sees, has no restart, and takes alerts with what it printed', async () => {
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'logs', 'web.log'), `${new Date().toISOString()} hello\n`);
  const live = join(folder, 'live.yaml');
  writeFileSync(live, 'cluster: shop\nlogs: { folder: logs }\ntopology: { web: [checkout] }\n');
  const args = ['--live', live, '--state', join(folder, 'state'), '--free-ports'];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  const exited = once(child, 'close');
  try {
    await waitFor(() => output.includes('Ctrl-C stops everything.') || child.exitCode !== null);
    if (child.exitCode !== null) throw new Error(output);
    expect(output).toContain('Looking at shop');
    expect(output).toMatch(/Logs +1 service: web/);
    expect(output).toMatch(/Topology +web -> checkout/);
    expect(output).toMatch(/Shown as unknown in every answer: kubernetes, changes, metrics, alerts, runbooks\./);
    expect(output).not.toMatch(/Kubernetes API +ready/);
    const [, url = ''] = /- url: (\S+)/.exec(output) ?? [];
    const [, secretFile = ''] = /credentials_file: (\S+)/.exec(output) ?? [];
    const [, caFile = ''] = /ca_file: (\S+)/.exec(output) ?? [];
    const trimmed = (file: string) => file.replace(/[ }]+$/, '');
    const secret = readFileSync(trimmed(secretFile), 'utf8');
    expect(await send(url, trimmed(caFile), 'wrong-secret-of-16-characters')).toBe(401);
    expect(await send(url, trimmed(caFile), secret)).toBeLessThan(300);
    expect(output).not.toContain(secret);
  } finally {
    child.kill('SIGINT');
    await exited;
  }
  expect(output).toContain('Stopped.');
}, 170_000);
