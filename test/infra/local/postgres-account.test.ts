import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { choosePostgresAccount } from '../../../infra/local/postgres-account.ts';
import { temporaryFolder } from './stand-in.ts';

const isRoot = process.getuid?.() === 0;
const { folder, remove } = temporaryFolder();
afterAll(remove);

(isRoot ? test.skip : test)('any account but root runs PostgreSQL itself', () => {
  expect(choosePostgresAccount([folder])).toEqual({ uid: undefined, gid: undefined, prefix: [] });
});

(isRoot ? test : test.skip)('root hands it to an account without power that can use the folder all the same', () => {
  const open = choosePostgresAccount(['/']);
  expect(open.uid).toBeGreaterThan(0);
  expect(open.prefix).toEqual([]);

  const closed = join(folder, 'closed');
  mkdirSync(closed);
  writeFileSync(join(closed, 'file'), '');
  chmodSync(closed, 0o700);
  const [program = '', ...args] = choosePostgresAccount([closed]).prefix;
  const script = `test -r ${join(closed, 'file')} && id -u && grep CapEff /proc/self/status`;
  const { status, stdout } = spawnSync(program, [...args, 'sh', '-c', script], { encoding: 'utf8' });
  expect(status).toBe(0);
  // CAP_DAC_OVERRIDE is bit 1, and the only one.
  expect(stdout).toBe(`${open.uid}\nCapEff:\t0000000000000002\n`);
});
