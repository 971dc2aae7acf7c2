import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readConfig } from '../../../../bot/config.ts';
import { needing } from '../../../support/programs.ts';

const INSTANCE = join(import.meta.dirname, '..', '..', '..', '..', 'infra', 'aws', 'instance');
const SCRIPTS = readdirSync(INSTANCE).filter((name) => name.endsWith('.sh'));

/** Stand-ins for the programs that reach out, each writing down how it was called. */
function machine(programs: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'instance-'));
  mkdirSync(join(root, 'bin'));
  const calls = join(root, 'calls');
  writeFileSync(calls, '');
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(root, 'bin', name), `#!/bin/bash\necho "${name} $*" >>${calls}\n${body}\n`, { mode: 0o755 });
  }
  const deployment = join(root, 'deployment.env');
  const run = (script: string, env: Readonly<Record<string, string>> = {}, args: string[] = []) =>
    spawnSync('bash', [join(INSTANCE, script), ...args], {
      encoding: 'utf8',
      env: { PATH: `${join(root, 'bin')}:${process.env.PATH}`, DEPLOYMENT: deployment, ...env },
    });
  return { root, deployment, run, calls: () => readFileSync(calls, 'utf8').split('\n').filter(Boolean) };
}

test.each(SCRIPTS)('%s is a script of bash', (name) => {
  expect(spawnSync('bash', ['-n', join(INSTANCE, name)]).status).toBe(0);
});

const checker = needing('shellcheck');
for (const name of SCRIPTS) {
  checker.test(`${name} has no slip that shellcheck knows`, () => {
    expect(spawnSync('shellcheck', [join(INSTANCE, name)], { encoding: 'utf8' }).stdout).toBe('');
  });
}

const SECRETS = `
case "$*" in
  *slack*) echo '{"botToken":"token-one","signingSecret":"signing"}' ;;
  *backend*AWSCURRENT*) echo '{"apiKey":"'"\${BACKEND_KEY:-the-first-key}"'"}' ;;
  *backend*AWSPENDING*) [ -n "\${PENDING_KEY:-}" ] && echo '{"apiKey":"'"$PENDING_KEY"'"}' && exit 0
    echo "An error occurred (\${PENDING_ERROR:-ResourceNotFoundException})" >&2; exit 254 ;;
  *backend*AWSPREVIOUS*) echo '{"apiKey":"the-key-before"}' ;;
  *challenge*) echo challenge ;;
  *environment/metrics.env*) echo PROMETHEUS_URL=http://prometheus.internal ;;
  *s3\\ cp*) echo "An error occurred (\${S3_ERROR:-404}) when calling the HeadObject operation" >&2; exit 1 ;;
esac`;
const SETTINGS = [
  'SLACK_SECRET=slack',
  'DATABASE_HOST=db.internal',
  'DATABASE_NAME=oncall',
  'DATABASE_USER=oncall_bot',
  'BACKEND_SECRET=backend',
  'CHALLENGE_SECRET=challenge',
  'AWS_REGION=test',
  'CONFIG_BUCKET=bucket',
  'REPORT_BUCKET=reports',
  'COGNITO_USER_POOL_ID=pool',
  'COGNITO_CLIENT_ID=client',
  'MEMORY_ID=memory',
  'GATEWAY_URL=https://gateway.test/mcp',
  'ALERT_SNS_TOPICS=arn:aws:sns:eu-central-1:111122223333:alarms',
  'ALLOWED_EMAIL_DOMAINS=example.com',
  'DEFAULT_ROLE=viewer',
].join('\n');

function settled(aws = SECRETS) {
  const made = machine({ aws, systemctl: '', chgrp: '' });
  writeFileSync(made.deployment, SETTINGS);
  const env = { RUN: join(made.root, 'run'), SNAPSHOT: join(made.root, 'snapshot') };
  return {
    ...made,
    read: (more = {}) => made.run('read-settings.sh', { ...env, ...more }),
    file: (name: string) => join(env.RUN, name),
  };
}

test('settings of the bot hold what it needs, readable by its group alone', () => {
  const { read, file } = settled();
  const run = read();
  expect(run.stderr).toBe('');
  const text = readFileSync(file('bot.env'), 'utf8');
  expect(text).toContain('SLACK_BOT_TOKEN=token-one\n');
  // The bot itself reads them as they are written: everything is there, and fits.
  const config = readConfig(Object.fromEntries(text.split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2))));
  expect(config).toMatchObject({ databaseIam: true, configBucket: 'bucket', reportBucket: 'reports' });
  expect(config.databaseUrl.reveal()).toBe(
    'postgresql://oncall_bot@db.internal:5432/oncall?sslmode=verify-full&sslrootcert=/etc/oncall/database-ca.pem',
  );
  expect(statSync(file('bot.env')).mode & 0o777).toBe(0o640);
  // A backend has its key, and nothing of the bot's.
  expect(readFileSync(file('logs.env'), 'utf8').trim()).toBe('SNAPSHOT_DIR=/var/lib/oncall/snapshot');
  expect(readFileSync(file('logs.keys'), 'utf8')).toBe('the-first-key\nthe-key-before\n');
  expect(statSync(file('logs.keys')).mode & 0o777).toBe(0o640);
  expect(readFileSync(file('metrics.env'), 'utf8')).toContain('PROMETHEUS_URL=http://prometheus.internal');
});

test('a key that rotates is read again without a restart; nothing new touches nothing', () => {
  const { read, calls, file } = settled();
  read();
  const touched = () => calls().filter((call) => call.startsWith('systemctl'));
  const backends = ['kubernetes', 'logs', 'metrics', 'runbooks'].map((name) => `oncall-backend@${name}.service`);
  expect(touched()).toEqual([
    `systemctl --no-block try-reload-or-restart ${backends.join(' ')}`,
    `systemctl --no-block try-restart oncall-bot.service ${backends.join(' ')}`,
  ]);
  read();
  expect(touched()).toHaveLength(2);
  read({ PENDING_KEY: 'the-next-key' });
  expect(touched().slice(2)).toEqual([`systemctl --no-block try-reload-or-restart ${backends.join(' ')}`]);
  expect(readFileSync(file('metrics.keys'), 'utf8')).toBe('the-first-key\nthe-next-key\nthe-key-before\n');
});

test.each([
  ['a stage of the key', { PENDING_ERROR: 'ThrottlingException' }],
  ['an object of the operators', { S3_ERROR: '503' }],
])('%s that cannot be read, for another reason than its absence, changes no setting', (_what, trouble) => {
  const { read, file, calls } = settled();
  read({ PENDING_KEY: 'the-next-key' });
  const before = calls().filter((call) => call.startsWith('systemctl')).length;
  const run = read(trouble);
  expect(run.status).not.toBe(0);
  expect(run.stderr).toContain('An error occurred');
  expect(readFileSync(file('logs.keys'), 'utf8')).toContain('the-next-key');
  expect(calls().filter((call) => call.startsWith('systemctl'))).toHaveLength(before);
});

test('a secret that lacks a field fails, and the settings in use stay', () => {
  const { read, file, root } = settled();
  read();
  writeFileSync(
    join(root, 'bin', 'aws'),
    `#!/bin/bash\n${SECRETS.replace('"signingSecret":"signing"', '"other":1')}\n`,
  );
  expect(read().status).not.toBe(0);
  expect(readFileSync(file('bot.env'), 'utf8')).toContain('SLACK_SIGNING_SECRET=signing\n');
});

test('no secret is on a command line or in the output', () => {
  const { read, calls } = settled();
  const run = read();
  const seen = `${run.stdout}${run.stderr}${calls().join('\n')}`;
  for (const secret of ['token-one', 'signing', 'the-first-key', 'the-key-before']) expect(seen).not.toContain(secret);
});

test('a package that is not what was asked for stops the installation', () => {
  const made = machine({
    curl: 'for last; do :; done; printf other >"$(echo "$*" | sed "s/.*--output \\([^ ]*\\).*/\\1/")"',
    dpkg: 'echo amd64',
  });
  mkdirSync(join(made.root, 'etc/oncall'), { recursive: true });
  writeFileSync(join(made.root, 'etc/oncall/deployment.env'), 'NAME=oncall\n');
  const run = made.run('install.sh', { ROOT: made.root }, ['install_node']);
  expect(run.status).not.toBe(0);
  expect(run.stderr).toContain('is not what was asked for');
});

test('the files of an instance are put in their places, a port for each backend', () => {
  const made = machine({});
  mkdirSync(join(made.root, 'etc/oncall'), { recursive: true });
  mkdirSync(join(made.root, 'etc/apt/apt.conf.d'), { recursive: true });
  mkdirSync(join(made.root, 'opt/oncall'), { recursive: true });
  writeFileSync(join(made.root, 'etc/oncall/deployment.env'), 'NAME=second\nDOMAIN=oncall.example.com\n');
  const run = made.run('install.sh', { ROOT: made.root }, ['install_files']);
  expect(run.stderr).toBe('');
  const etc = (name: string) => readFileSync(join(made.root, 'etc', name), 'utf8');
  expect(etc('oncall/stunnel.conf')).toContain('[kubernetes]\naccept = :::8011\nconnect = 127.0.0.1:9011\n');
  expect(etc('oncall/runbooks.env')).toBe('HOST=127.0.0.1\nPORT=9014\n');
  expect(etc('apt/apt.conf.d/20auto-upgrades')).toContain('Unattended-Upgrade "1"');
  const agent = readFileSync(
    join(made.root, 'opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json'),
    'utf8',
  );
  expect(JSON.parse(agent).metrics.namespace).toBe('second');
  expect(readdirSync(join(made.root, 'etc/systemd/system'))).toContain('oncall-bot.service');
});
