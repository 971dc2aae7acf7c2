import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { takeLock } from '../../../infra/local/lock.ts';
import { temporaryFolder } from './stand-in.ts';

const { folder, remove } = temporaryFolder();
const file = join(folder, 'lock');
afterAll(remove);

test('is held by one at a time', () => {
  const lock = takeLock(file);
  expect(lock.takenOver).toBe(false);
  expect(() => takeLock(file)).toThrow(`already running from ${folder} (process ${process.pid})`);
  lock.release();
  expect(existsSync(file)).toBe(false);
  takeLock(file).release();
});

test.each([
  ['a process that is gone', JSON.stringify({ pid: 2_000_000_000, started: '1' })],
  ['another process of the same number', JSON.stringify({ pid: process.pid, started: 'earlier' })],
  ['nobody, cut short', '{"pi'],
])('is taken over from %s', (_name, content) => {
  writeFileSync(file, content);
  const lock = takeLock(file);
  expect(lock.takenOver).toBe(true);
  lock.release();
});
