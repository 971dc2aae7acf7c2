import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const MAIN = new URL('../../bot/main.ts', import.meta.url).pathname;

test('without an environment it says in words what is missing, and ends', () => {
  const variables = { PATH: process.env.PATH, SLACK_BOT_TOKEN: 'xoxb-made-up', DATABASE_URL: 'mysql://u:secret@h/d' };
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: variables,
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('SLACK_SIGNING_SECRET is missing');
  expect(stderr).toContain('COGNITO_USER_POOL_ID is missing');
  expect(stderr).toContain('DATABASE_URL is not an address that begins with postgresql://');
  expect(stderr).not.toMatch(/SLACK_BOT_TOKEN|xoxb|secret@/);
});
