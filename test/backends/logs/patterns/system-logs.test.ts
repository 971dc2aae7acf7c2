import { expect, test } from '@jest/globals';
import { createLineGrouper } from '../../../../backends/logs/patterns/index.ts';

/** Templates with their counts, most lines first. */
function templatesOf(lines: readonly string[]): Map<string, number> {
  const grouper = createLineGrouper();
  const shapes = lines.map((line) => grouper.add(line));
  const groups = grouper.groups();
  const counts = new Map<string, number>();
  for (const shape of shapes) {
    const template = groups.template(groups.groupOf(shape));
    counts.set(template, (counts.get(template) ?? 0) + 1);
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}

const SYLLABLES = ['bar', 'quon', 'tel', 'mira', 'dov', 'sen', 'kal', 'ruf', 'zim', 'pol'];
/** Names such as packages have: with hyphens, digits, pluses, or none of them. */
const PACKAGES = Array.from({ length: 120 }, (_, i) => {
  const stem = `${SYLLABLES[i % 10]}${SYLLABLES[Math.floor(i / 10) % 10]}`;
  return [stem, `lib${stem}${i % 9}`, `${stem}-dev`, `python3-${stem}`, `lib${stem}-perl`, `${stem}++`][i % 6]!;
});
const version = (i: number): string => `${i % 7}.${i % 31}-${i % 5}+deb12u${i % 3}`;
const clock = (i: number): string =>
  `2031-04-05 10:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`;

test('a package manager log has a template for each thing that happens, not for each package', () => {
  const lines = PACKAGES.flatMap((name, i) => {
    const arch = i % 3 === 0 ? 'all' : 'amd64';
    const at = clock(i);
    const of = `${name}:${arch}`;
    return [
      `${at} install ${of} <none> ${version(i)}`,
      `${at} status half-installed ${of} ${version(i)}`,
      `${at} status unpacked ${of} ${version(i)}`,
      `${at} configure ${of} ${version(i)} <none>`,
      `${at} status half-configured ${of} ${version(i)}`,
      `${at} status installed ${of} ${version(i)}`,
      ...(i % 20 === 0 ? [`${at} startup archives unpack`, `${at} startup packages configure`] : []),
    ];
  });
  const templates = templatesOf(lines);
  expect(templates.size).toBeLessThanOrEqual(16);
  // What happens is kept apart.
  for (const word of ['half-installed', 'unpacked', 'half-configured', 'installed']) {
    const own = [...templates].filter(([template]) => template.includes(`status ${word} `));
    expect(own.reduce((sum, [, count]) => sum + count, 0)).toBe(PACKAGES.length);
  }
});

test('a terminal log of installations: the verbs are the templates', () => {
  const lines = PACKAGES.flatMap((name, i) => [
    `Selecting previously unselected package ${name}:amd64.`,
    `Preparing to unpack .../${i}-${name}_${version(i)}_amd64.deb ...`,
    `Unpacking ${name}:amd64 (${version(i)}) ...`,
    `Setting up ${name}:amd64 (${version(i)}) ...`,
    ...(i % 15 === 0 ? [`Processing triggers for ${name} (${version(i)}) ...`] : []),
  ]);
  const templates = templatesOf(lines);
  expect(templates.size).toBeLessThanOrEqual(8);
  expect([...templates.keys()].filter((template) => template.startsWith('Setting up '))).toHaveLength(1);
});

test('a system log: processes, users and units are variables, what they say is not', () => {
  const users = ['ann', 'bob', 'cleo', 'dan', 'eve', 'finn'];
  const lines = Array.from({ length: 240 }, (_, i) => {
    const head = `Apr  5 10:${String(i % 60).padStart(2, '0')}:00 quay-1`;
    const user = users[i % users.length]!;
    return [
      `${head} sshd[${1000 + i}]: Accepted publickey for ${user} from 10.0.${i % 9}.${i % 200} port ${40_000 + i} ssh2`,
      `${head} CRON[${2000 + i}]: pam_unix(cron:session): session opened for user ${user}(uid=${i % 6}) by (uid=0)`,
      `${head} systemd[1]: Started ${PACKAGES[i % PACKAGES.length]}.service - run of ${i}.`,
      `${head} kernel: [${i * 3}.${i}] eth${i % 2}: link is up`,
    ][i % 4]!;
  });
  const templates = templatesOf(lines);
  expect(templates.size).toBeLessThanOrEqual(10);
});

test('values of keys are variables, unless the key says what happened', () => {
  const templates = templatesOf([
    'login user=ann ok',
    'login user=bob ok',
    'door action=open by 3',
    'door action=shut by 4',
  ]);
  expect([...templates.keys()].toSorted()).toEqual([
    'door action=open by <*>',
    'door action=shut by <*>',
    'login user=<*> ok',
  ]);
});

test('words that differ in one place stay apart while they are few and no names', () => {
  const lines = [
    'cache cleared at 1',
    'cache warmed at 2',
    'cache missed at 3',
    'cache filled at 4',
    'cache closed at 5',
  ];
  expect(templatesOf(lines).size).toBe(5);
});
