import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { StartError } from '../../../infra/local/ports.ts';
import { openSecrets } from '../../../infra/local/secrets.ts';
import { temporaryFolder } from './stand-in.ts';

const { folder, remove } = temporaryFolder();
const file = join(folder, 'secrets.json');
afterAll(remove);

test('secrets are made once, differ from one another, and only their owner can read them', () => {
  const first = openSecrets(file);
  expect(openSecrets(file)).toEqual(first);
  expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(openSecrets(join(folder, 'other.json')).backendApiKey).not.toBe(first.backendApiKey);
});

test('a file that lacks one is completed, the others stay', () => {
  const { backendApiKey, ...rest } = openSecrets(file);
  writeFileSync(file, JSON.stringify(rest));
  const completed = openSecrets(file);
  expect(completed).toMatchObject(rest);
  expect(completed.backendApiKey).not.toBe(backendApiKey);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(completed);
});

test('a damaged file is told in words', () => {
  writeFileSync(file, '{');
  expect(() => openSecrets(file)).toThrow(StartError);
});
