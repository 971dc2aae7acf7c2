import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SOURCE = join(ROOT, 'infra', 'aws');
const readme = readFileSync(join(SOURCE, 'README.md'), 'utf8');
const table = readme.slice(readme.indexOf('## Every box'), readme.indexOf('Tests are under'));
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (-+|box of)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const named = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);

/** Where a name of the map may lie; `*` stands for any part of a file's name. */
function isThere(name: string, ...folders: string[]): boolean {
  return folders.some((folder) => {
    if (!name.includes('*')) return existsSync(join(folder, name));
    const parent = join(folder, name.slice(0, name.lastIndexOf('/')));
    const pattern = new RegExp(
      `^${name
        .slice(name.lastIndexOf('/') + 1)
        .replaceAll('.', '\\.')
        .replaceAll('*', '.*')}$`,
    );
    return existsSync(parent) && readdirSync(parent).some((file) => pattern.test(file));
  });
}

test('every row of the map names a construct and a test that are there', () => {
  expect(rows.length).toBeGreaterThan(25);
  for (const [, box, construct, held] of rows) {
    expect([box, named(held).length > 0]).toEqual([box, true]);
    for (const name of named(held)) expect([name, isThere(name, import.meta.dirname, ROOT)]).toEqual([name, true]);
    for (const name of named(construct)) {
      expect([name, isThere(name, SOURCE, join(SOURCE, 'constructs'), ROOT)]).toEqual([name, true]);
    }
  }
});

test('every construct is on the map, or belongs to one that is', () => {
  const parts: Readonly<Record<string, string>> = {
    'acknowledge.ts': 'the reasons for cdk-nag, in every construct',
    'alarm-topic.ts': 'of the alarms',
    'artifact.ts': 'of the user data',
    'backends.ts': 'names and ports of the four backends',
    'data-key.ts': 'the key of all that is kept',
    'knowledge-base.ts': 'of the two roles',
    'runtime-image.ts': 'of the runtime',
    'tools-balancer.ts': 'the private way of the gateway',
    'tools-listeners.ts': 'the private way of the gateway',
    'trace-delivery-policy.ts': 'of the deliveries',
  };
  const missing = readdirSync(join(SOURCE, 'constructs')).filter((file) => !table.includes(file) && !(file in parts));
  expect(missing).toEqual([]);
});
