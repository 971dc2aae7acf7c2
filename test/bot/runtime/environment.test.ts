import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readRuntimeConfig } from '../../../bot/config.ts';

// The README's table of what the container reads, against what the program reads.

const BOT = join(import.meta.dirname, '..', '..', '..', 'bot');
const readme = readFileSync(join(BOT, 'adapters', 'README.md'), 'utf8');
const [, section = ''] = readme.split('## The container of the runtime');
const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (`[A-Z_`, ]+`)\s*\| (required|optional)/gm)].flatMap(
  ([, names = '', need]) => [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => ({ name, need })),
);
const required = rows.filter(({ need }) => need === 'required').map(({ name }) => name);

test('the table names exactly the variables that the program reads', () => {
  const source = readFileSync(join(BOT, 'environment.ts'), 'utf8');
  const [, picked = ''] = /const runtimeEnvironment = environment\.pick\(\{([^}]*)\}\)/.exec(source) ?? [];
  const read = [...picked.matchAll(/(\w+): true/g)].map(([, name]) => name);
  expect(rows.map(({ name }) => name).sort()).toEqual(read.sort());
});

test('with what is required it starts, and without each of them it says which is missing', () => {
  const given = Object.fromEntries(required.map((name) => [name, name === 'GATEWAY_URL' ? 'https://g/mcp' : 'x']));
  expect(readRuntimeConfig(given)).toMatchObject({ host: '0.0.0.0', port: 8080, gatewayUrl: 'https://g/mcp' });
  for (const name of required) expect(() => readRuntimeConfig({ ...given, [name]: '' })).toThrow(`${name} is missing`);
});
