import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const READMES = ['README.md', 'infra/aws/README.md', 'bot/adapters/README.md', 'backends/README.md'];
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const readme = textOf('README.md');
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

test.each(READMES)('%s links only to what is there', (path) => {
  const links = [...textOf(path).matchAll(/\]\(([^)#\s]+)/g)].map(([, link]) => link!);
  const broken = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(ROOT, path, '..', link)));
  expect(broken).toEqual([]);
});

test.each(READMES)('%s names only scripts that package.json has', (path) => {
  const named = [...textOf(path).matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(
    ([, run, short]) => run ?? short!,
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('the samples and the options of npm start are there', () => {
  const samples = readdirSync(join(ROOT, 'infra/samples/snapshots'));
  const rows = readme.split('\n').filter((line) => line.includes('npm start --'));
  expect(rows.length).toBeGreaterThan(3);
  const named = rows.flatMap((row) => [...row.matchAll(/--sample ([\w-]+)|`(\w+-\w+)`/g)]);
  expect(named.length).toBeGreaterThan(2);
  for (const [, sample, other] of named) expect(samples).toContain(sample ?? other);
  const usage = textOf('infra/local/start-command.ts');
  for (const [option] of rows.join('\n').matchAll(/--[a-z][\w-]*/g)) expect(usage).toContain(option);
});

test('the commands that investigate and that find templates do what README says', async () => {
  const run = (line: string) =>
    promisify(execFile)(process.execPath, [...scripts[line.split(' ')[0]!]!.split(' ').slice(1), ...rest(line)], {
      cwd: ROOT,
    });
  const rest = (line: string) => line.split(' -- ')[1]!.split(' ');
  const commands = [...readme.matchAll(/`npm run -s ((?:investigate|log-patterns) -- [^`]+)`/g)].map(
    ([, line]) => line!,
  );
  const investigate = commands.find((line) => line.startsWith('investigate'))!;
  expect((await run(investigate)).stdout).toMatch(/seats/);
  const patterns = commands.find((line) => line.startsWith('log-patterns'))!;
  const [log] = readdirSync(join(ROOT, 'infra/samples/snapshots/checkout-slow/logs'));
  const { stdout } = await run(patterns.replace('app.log', join('infra/samples/snapshots/checkout-slow/logs', log!)));
  expect(stdout.split('\n')[0]).toMatch(/\t/);
});

test('every setting that README names is read by the code', () => {
  const sources = ['bot', 'backends', 'infra']
    .flatMap((room) => readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).map((f) => join(room, f)))
    .filter((path) => /\.(?:ts|sh|ya?ml)$/.test(path) && !path.includes('snapshots'))
    .map(textOf)
    .join('\n');
  const settings = new Set([...readme.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map(([, name]) => name!));
  expect(settings.size).toBeGreaterThan(20);
  const built = (name: string) => /^ALERT_SECRET_/.test(name) && sources.includes('ALERT_SECRET_');
  expect([...settings].filter((name) => !sources.includes(name) && !built(name))).toEqual([]);
});
