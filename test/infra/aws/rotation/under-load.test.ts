import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from '@jest/globals';
import { rotate } from '../../../../infra/aws/rotation/backend-key.ts';
import { freePort } from '../../../../infra/local/ports.ts';
import { snapshotFolder } from '../../../backends/support/snapshot-folder.ts';
import { createSecretVersions } from './secret-versions.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** An instance: a real backend, the real script that reads the settings, and stand-ins for AWS's command line. */
async function startInstance(keyOf: (stage: string) => string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'rotation-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);
  mkdirSync(file('bin'));
  const program = (name: string, body: string) =>
    writeFileSync(file(`bin/${name}`), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  program('chgrp', '');
  program(
    'aws',
    `
case "$*" in
  *slack*) echo '{"botToken":"t","signingSecret":"s"}' ;;
  *challenge*) echo c ;;
  *--version-stage*) all="$*"; stage="\${all#*--version-stage }"; cat "${folder}/\${stage%% *}" 2>/dev/null && exit 0
    echo "An error occurred (ResourceNotFoundException)" >&2; exit 254 ;;
  *s3\\ cp*) echo "An error occurred (404)" >&2; exit 1 ;;
esac`,
  );
  const names = 'COGNITO_USER_POOL_ID COGNITO_CLIENT_ID MEMORY_ID GATEWAY_URL ALERT_SNS_TOPICS ALLOWED_EMAIL_DOMAINS';
  const more = 'DEFAULT_ROLE CONFIG_BUCKET REPORT_BUCKET DATABASE_HOST DATABASE_NAME DATABASE_USER AWS_REGION';
  writeFileSync(
    file('deployment.env'),
    `SLACK_SECRET=slack\nBACKEND_SECRET=backend\nCHALLENGE_SECRET=challenge\n${`${names} ${more}`.replace(/(\w+)\s?/g, '$1=x\n')}`,
  );

  /** What the timer does. */
  const readSettings = async () => {
    for (const stage of ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS']) {
      const apiKey = keyOf(stage);
      if (apiKey === undefined) rmSync(file(stage), { force: true });
      else writeFileSync(file(stage), JSON.stringify({ apiKey }));
    }
    const env = { PATH: `${file('bin')}:${process.env.PATH}`, RUN: file('run'), SNAPSHOT: file('snapshot') };
    const script = join(ROOT, 'infra/aws/instance/read-settings.sh');
    await promisify(execFile)('bash', [script], { env: { ...env, DEPLOYMENT: file('deployment.env') } });
  };
  program('systemctl', '');
  await readSettings();
  const port = await freePort();
  const backend: ChildProcess = spawn(process.execPath, ['backends/metrics/main.ts'], {
    cwd: ROOT,
    env: {
      PORT: String(port),
      SNAPSHOT_DIR: snapshotFolder({ 'topology.json': { a: ['b'] } }),
      BACKEND_API_KEY_FILE: file('run/metrics.keys'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endings.push(async () => {
    backend.kill('SIGKILL');
    await once(backend, 'exit');
  });
  await new Promise<void>((resolve) => {
    backend.stdout?.on('data', (text: Buffer) => text.includes('listening') && resolve());
  });
  // As the unit says: a reload is a signal to the process.
  program('systemctl', `case "$*" in *try-reload*metrics*) kill -HUP ${backend.pid} ;; esac`);
  const call = async (key: string) =>
    (await fetch(`http://127.0.0.1:${port}/source`, { headers: { 'X-API-Key': key } })).status;
  return { readSettings, call };
}

/** Calls without a pause, each with the key that is the current one at the moment, as the gateway's are. */
function stream(call: (key: string) => Promise<number>, key: () => string) {
  const seen: Record<string, number> = {};
  let ended = false;
  const callers = Array.from({ length: 4 }, async () => {
    while (!ended) {
      const used = key();
      const status = await call(used);
      seen[`${status} ${used}`] = (seen[`${status} ${used}`] ?? 0) + 1;
    }
  });
  return {
    async served(key: string, more: number) {
      const before = seen[`200 ${key}`] ?? 0;
      while ((seen[`200 ${key}`] ?? 0) < before + more && seen[`401 ${key}`] === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async end() {
      ended = true;
      await Promise.all(callers);
      return seen;
    },
  };
}

test('a rotation under a stream of calls refuses none of them', async () => {
  let clock = Date.now();
  const secrets = createSecretVersions(() => clock);
  const instance = await startInstance(secrets.keyOf);
  const calls = stream(instance.call, () => secrets.keyOf('AWSCURRENT')!);
  const old = secrets.keyOf('AWSCURRENT')!;
  await calls.served(old, 50);
  let pauses = 0;
  const refusals: boolean[] = [];
  const deps = {
    client: secrets.client,
    accepts: async (_port: number, key: string) => {
      const accepted = (await instance.call(key)) !== 401;
      refusals.push(!accepted);
      return accepted;
    },
    now: () => clock,
    // Time goes by in steps; the instance's timer comes late, after the function has begun to ask.
    sleep: async (milliseconds: number) => {
      clock += milliseconds;
      pauses += 1;
      if (pauses === 30) await instance.readSettings();
    },
  };
  for (const Step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
    await rotate(deps, { Step, SecretId: 'backend', ClientRequestToken: 'new' });
  }
  const fresh = secrets.keyOf('AWSCURRENT')!;
  expect(fresh).not.toBe(old);
  // It was refused at first, which the rotation saw, and no caller did.
  expect([refusals[0], refusals.at(-1)]).toEqual([true, false]);
  await calls.served(fresh, 50);
  // One whose gateway has not noticed yet.
  expect(await instance.call(old)).toBe(200);
  await instance.readSettings();
  await calls.served(fresh, 50);
  expect(await instance.call(old)).toBe(200);
  const seen = await calls.end();
  expect(Object.keys(seen).filter((one) => !one.startsWith('200'))).toEqual([]);
  expect(seen[`200 ${old}`]).toBeGreaterThanOrEqual(50);
  expect(seen[`200 ${fresh}`]).toBeGreaterThanOrEqual(100);
});

test('the stream would see a key that came into use too early', async () => {
  const secrets = createSecretVersions();
  const instance = await startInstance(secrets.keyOf);
  const calls = stream(instance.call, () => secrets.keyOf('AWSCURRENT')!);
  const { versions } = secrets;
  versions.old!.stages = ['AWSPREVIOUS'];
  versions.new = { value: '{"apiKey":"a-key-that-nobody-was-told-of-yet"}', stages: ['AWSCURRENT'] };
  await calls.served('a-key-that-nobody-was-told-of-yet', 1);
  expect(await calls.end()).toHaveProperty('401 a-key-that-nobody-was-told-of-yet');
});
