import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../../backends/common/snapshot/index.ts';
import { createSnapshotLogsProvider } from '../../../../backends/logs/providers/snapshot.ts';
import { windowStart } from '../../../../backends/logs/providers/window-start.ts';
import { before, CAPTURED_AT, lines, snapshotFolder } from '../../support/snapshot-folder.ts';

const COUNT = 120_000;
/** A line a second up to the moment captured, of about a hundred bytes; `time` may say otherwise. */
const written = (time: (i: number) => string) =>
  lines(Array.from({ length: COUNT }, (_, i) => `${time(i)}INFO line ${i} ${'x'.repeat(70)}`).join('\n'));
const ordered = written((i) => `${before(COUNT - i)} `);
const signal = new AbortController().signal;

async function startOf(text: string, secondsAgo: number) {
  const dir = snapshotFolder({ 'snapshot.json': { cluster: 'shop', capturedAt: CAPTURED_AT }, 'logs/web.log': text });
  const snapshot = await openSnapshot(dir);
  const [file] = await snapshot.logFiles();
  return { snapshot, from: await windowStart(file!, snapshot, new Date(before(secondsAgo)), signal) };
}

test('a large file in the order of its times is read from shortly before the window', async () => {
  const { snapshot, from } = await startOf(ordered, 3_600);
  const first = ordered.indexOf(`line ${COUNT - 3_600} `);
  expect(from).toBeLessThan(first);
  expect(from).toBeGreaterThan(first - 2 * 1024 * 1024);

  const provider = createSnapshotLogsProvider(snapshot);
  const window = { start: new Date(before(3_600)), end: new Date(CAPTURED_AT) };
  const found: string[] = [];
  for await (const records of provider.scan({ window }, { signal })) found.push(...records.map(({ text }) => text));
  expect(found).toHaveLength(3_600);
  expect(found[0]).toContain(`line ${COUNT - 3_600} `);
});

test('a window that holds all of it is read from the beginning', async () => {
  expect((await startOf(ordered, COUNT + 10)).from).toBe(0);
});

test('a file whose times go back, or that has none, is read whole', async () => {
  const twice = written((i) => `${before(COUNT - (i % (COUNT / 2)))} `);
  expect((await startOf(twice, 3_600)).from).toBe(0);
  expect(
    (
      await startOf(
        written(() => ''),
        3_600,
      )
    ).from,
  ).toBe(0);
});

test('a small file is read whole', async () => {
  expect((await startOf(lines(`${before(90_000)} INFO old`, `${before(10)} INFO new`), 3_600)).from).toBe(0);
});
