import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readSettings } from '../../../backends/common/settings.ts';

const USABLE = { BACKEND_API_KEY: 'long-enough', SNAPSHOT_DIR: '/tmp/x' };

test('defaults are loopback, the given port and no replay', () => {
  expect(readSettings(USABLE, 8011)).toMatchObject({
    host: '127.0.0.1',
    port: 8011,
    source: { kind: 'snapshot', replay: false },
    logLevel: 'info',
  });
  expect(readSettings({ ...USABLE, SNAPSHOT_REPLAY: '1', PORT: '9' }, 1)).toMatchObject({
    port: 9,
    source: { replay: true },
  });
});

test('every problem is reported together, without values', () => {
  const env = { BACKEND_API_KEY: 'shorty', PORT: '99999', LOG_LEVEL: 'loud' };
  let message = '';
  try {
    readSettings(env, 1);
  } catch (error) {
    message = (error as Error).message;
  }
  for (const name of ['BACKEND_API_KEY', 'PORT', 'LOG_LEVEL', 'SNAPSHOT_DIR is not set'])
    expect(message).toContain(name);
  expect(message).not.toContain('shorty');
});

test('keys may be several, and those of a file are read as they are at the time', () => {
  expect(readSettings({ ...USABLE, BACKEND_API_KEY: 'the-first,the-second' }, 1).readApiKeys()).toEqual([
    'the-first',
    'the-second',
  ]);
  const file = join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys');
  writeFileSync(file, 'the-first\n');
  const { readApiKeys } = readSettings({ SNAPSHOT_DIR: '/tmp/x', BACKEND_API_KEY_FILE: file }, 1);
  expect(readApiKeys()).toEqual(['the-first']);
  writeFileSync(file, 'the-first\nthe-next\n');
  expect(readApiKeys()).toEqual(['the-first', 'the-next']);
});

test.each([
  [{ BACKEND_API_KEY: 'long-enough', BACKEND_API_KEY_FILE: '/tmp/keys' }, 'are both set'],
  [{ BACKEND_API_KEY: 'long-enough,short' }, 'must hold keys of 8 characters or more'],
  [{ BACKEND_API_KEY: ' , ' }, 'holds no key'],
  [{ BACKEND_API_KEY_FILE: '/nowhere/keys' }, 'BACKEND_API_KEY_FILE: ENOENT'],
])('keys that cannot be used are named: %j', (env, problem) => {
  expect(() => readSettings({ SNAPSHOT_DIR: '/tmp/x', ...env }, 1)).toThrow(problem);
});
