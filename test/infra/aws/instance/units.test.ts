import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { needing } from '../../../support/programs.ts';

const UNITS = join(import.meta.dirname, '..', '..', '..', '..', 'infra', 'aws', 'instance', 'units');
const read = (name: string) => readFileSync(join(UNITS, name), 'utf8');

/** The users and programs that a unit names, so that a verification finds them in a root folder of its own. */
function rootFolder(): string {
  const root = mkdtempSync(join(tmpdir(), 'root-'));
  const executable = (path: string) => {
    const target = join(root, path);
    mkdirSync(join(target, '..'), { recursive: true });
    writeFileSync(target, '#!/bin/sh\n', { mode: 0o755 });
  };
  for (const path of [
    '/opt/oncall/node/bin/node',
    '/opt/oncall/read-settings.sh',
    '/opt/oncall/obtain-certificate.sh',
    '/usr/bin/curl',
    '/usr/bin/stunnel4',
    '/usr/bin/certbot',
    '/bin/kill',
    '/bin/sh',
  ]) {
    executable(path);
  }
  for (const folder of ['/lib/systemd/system', '/usr/lib/systemd/system']) {
    cpSync(folder, join(root, folder), { recursive: true, force: true, verbatimSymlinks: true });
  }
  mkdirSync(join(root, 'etc/systemd/system'), { recursive: true });
  for (const name of readdirSync(UNITS)) cpSync(join(UNITS, name), join(root, 'etc/systemd/system', name));
  return root;
}

needing('systemd-analyze').test('systemd takes every unit as it is', () => {
  const names = readdirSync(UNITS).map((name) => name.replace('@.', '@kubernetes.'));
  const run = spawnSync('systemd-analyze', ['verify', '--man=no', `--root=${rootFolder()}`, ...names], {
    encoding: 'utf8',
  });
  const ours = `${run.stdout}${run.stderr}`.split('\n').filter((line) => /oncall/.test(line));
  expect(ours).toEqual([]);
  expect(run.status).toBe(0);
});

test.each(['oncall-bot.service', 'oncall-backend@.service', 'oncall-tls.service'])(
  '%s has a user of its own, no way to more rights, a limit of memory, and comes back',
  (name) => {
    const unit = read(name);
    expect(unit).toMatch(/^User=oncall-/m);
    for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'PrivateTmp=yes', 'Restart=always']) {
      expect(unit.split('\n')).toContain(line);
    }
    expect(unit).toMatch(/^MemoryMax=\d+[MG]$/m);
    expect(unit).toMatch(/^WantedBy=multi-user.target$/m);
  },
);

test('bot and backends count as started when they are ready, and have their settings first', () => {
  for (const name of ['oncall-bot.service', 'oncall-backend@.service']) {
    const unit = read(name);
    expect(unit).toMatch(/^ExecStartPost=.*\/ready/m);
    expect(unit).toMatch(/^Requires=oncall-settings.service$/m);
    expect(unit).toMatch(/^After=.*oncall-settings.service/m);
  }
});

test('only the bot may open a port below 1024, and nobody may do more', () => {
  expect(read('oncall-bot.service')).toMatch(/^CapabilityBoundingSet=CAP_NET_BIND_SERVICE$/m);
  expect(read('oncall-backend@.service')).toMatch(/^CapabilityBoundingSet=$/m);
});

test('a reload is a signal to the running process', () => {
  for (const name of ['oncall-bot.service', 'oncall-tls.service']) {
    expect(read(name)).toMatch(/^ExecReload=\/bin\/kill -HUP \$MAINPID$/m);
  }
});
