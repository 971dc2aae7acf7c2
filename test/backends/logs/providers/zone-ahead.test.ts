import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../../backends/common/snapshot/index.ts';
import { createSnapshotLogsProvider } from '../../../../backends/logs/providers/snapshot.ts';
import { before, CAPTURED_AT, lines, snapshotFolder } from '../../support/snapshot-folder.ts';

/** Times of a clock on the wall, `hours` east of Greenwich. */
const wall = (secondsAgo: number, hours: number) => before(secondsAgo - hours * 3_600);
const nginx = (time: string) => time.slice(0, 19).replaceAll('-', '/').replace('T', ' ');
const stamped = (file: string) => ({
  'snapshot.json': { cluster: 'shop', capturedAt: CAPTURED_AT },
  'logs/web.log': file,
});

async function timesOf(file: string): Promise<readonly string[]> {
  const provider = createSnapshotLogsProvider(await openSnapshot(snapshotFolder(stamped(file))));
  const times: string[] = [];
  const { signal } = new AbortController();
  for await (const records of provider.scan({ window: { end: new Date(wall(0, 24)) } }, { signal }))
    times.push(...records.map(({ timestamp }) => new Date(timestamp ?? 0).toISOString()));
  return times;
}

const failed = '[error] 7#7: *1 upstream timed out (110: Connection timed out) while connecting to upstream';
const iso = (secondsAgo: number) => new Date(before(secondsAgo)).toISOString();

test.each([2, 5.5, 9])('a log of a wall clock %d hours ahead is dated by what was written last', async (hours) => {
  const file = lines(...[900, 600, 30].map((ago) => `${nginx(wall(ago, hours))} ${failed}`));
  expect(await timesOf(file)).toEqual([900, 600, 30].map(iso));
});

test.each([
  [
    'JSON',
    (time: string) =>
      JSON.stringify({ time: time.slice(0, 19).replace('T', ' '), level: 'error', message: 'no route' }),
  ],
  [
    'klog',
    (time: string) =>
      `E${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 19)}.000000       1 main.go:7] no route`,
  ],
])('times without a zone in %s are moved as well', async (_, write) => {
  expect(await timesOf(lines(write(wall(600, 2)), write(wall(30, 2))))).toEqual([600, 30].map(iso));
});

test('a time with a zone is taken at its word: that clock is wrong', async () => {
  const file = lines(...[900, 30].map((ago) => `${wall(ago, 2).slice(0, 19)}+00:00 ERROR no route`));
  expect(await timesOf(file)).toEqual([900, 30].map((ago) => iso(ago - 7_200)));
});

test('a clock a few minutes ahead is of no other zone', async () => {
  const file = lines(...[900, 30].map((ago) => `${nginx(wall(ago, 0.1))} ${failed}`));
  expect(await timesOf(file)).toEqual([900, 30].map((ago) => iso(ago - 360)));
});
