import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { FAULTS } from '../../../infra/lab/faults/index.ts';
import { temporaryFolder } from '../local/stand-in.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const program = join(import.meta.dirname, '..', '..', '..', 'infra', 'lab', 'run.ts');

function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const options = { env: { ...env, INIT_CWD: folder }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, '--folder', 'lab'], options);
  return { status, stdout, stderr };
}

test('--help lists every fault', () => {
  const { status, stdout } = run(['--help']);
  expect([status, FAULTS.filter(({ name }) => !stdout.includes(`  ${name} `))]).toEqual([0, []]);
});

test.each([
  ['a command without a running lab', ['fault', 'errors'], /^No lab runs here: start one with `npm run lab`/],
  ['a size that is none', ['fault', 'errors', '--size', '3'], /^--size 3: give a number from 0 to 1\./],
  ['an unknown command', ['explode'], /^Usage: npm run lab/],
  ['an unknown option', ['--fast'], /--fast[\s\S]*Usage: npm run lab/],
])('%s is told in words', (_name, args, words) => {
  const { status, stderr } = run(args);
  expect(status).toBe(1);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('programs that are missing are named, with how to get them', () => {
  const { status, stderr } = run([], { ...process.env, PATH: folder });
  expect(status).toBe(1);
  expect(stderr.trim()).toBe(
    'The lab needs prometheus, promtool, alertmanager, which are not on this machine. On Debian and Ubuntu: apt-get install prometheus prometheus-alertmanager',
  );
});
