import { expect, test } from '@jest/globals';
import { createTemplateMiner } from '../../../../backends/logs/patterns/index.ts';

test('lines that differ in numbers, addresses, paths, hashes and times share a template', () => {
  const miner = createTemplateMiner();
  const ids = [
    'opened /var/lib/x/1.db for 10.0.0.1:80 in 5 ms at 12:01:02, key deadbeef01, id 0f8fad5b-d9cb-469f-a165-70867728950e',
    'opened /srv/y for 10.9.0.1:8080 in 17.25 ms at 09:59:00, key 77aa, id 7c9e6679-7425-40de-944b-e07fc1f90ae7',
  ].map((line) => miner.add(line));
  expect(new Set(ids).size).toBe(1);
  expect(miner.template(ids[0] ?? 0)).toBe('opened <*> for <*> in <*> at <*>, key <*>, id <*>');
});

test('lines with other words are other clusters, and a word that varies becomes a variable part', () => {
  const miner = createTemplateMiner();
  const first = miner.add('session of anna on the main desk was closed by the guard');
  const second = miner.add('session of bert on the main desk was closed by the guard');
  const other = miner.add('queue is empty');
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  expect(miner.template(first)).toBe('session of <*> on the main desk was closed by the guard');
  expect(miner.clusters().map(({ count, template }) => [count, template])).toEqual([
    [2, 'session of <*> on the main desk was closed by the guard'],
    [1, 'queue is empty'],
  ]);
});

test('keeps no more clusters than allowed and drops the ones unused for longest', () => {
  const miner = createTemplateMiner({ maxClusters: 8 });
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const kept = miner.add('always here');
  const dropped = miner.add('soon gone');
  for (const letter of letters) {
    miner.add(`${letter}${letter} alone ${letter}${letter}`);
    expect(miner.add('always here')).toBe(kept);
    expect(miner.clusters().length).toBeLessThanOrEqual(8);
  }
  expect(miner.template(dropped)).toBe('');
  expect(miner.add('soon gone')).not.toBe(dropped);
});
