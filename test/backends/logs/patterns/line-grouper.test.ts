import { expect, test } from '@jest/globals';
import { createLineGrouper } from '../../../../backends/logs/patterns/index.ts';

function group(lines: readonly string[], options = {}): { ids: number[]; templates: string[] } {
  const grouper = createLineGrouper(options);
  const shapes = lines.map((line) => grouper.add(line));
  const groups = grouper.groups();
  const ids = shapes.map((shape) => groups.groupOf(shape));
  return { ids, templates: Array.from({ length: groups.count }, (_, id) => groups.template(id)) };
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

test('a word of few recurring values is part of the statement', () => {
  const lines = times(
    40,
    (index) => `machine ${index} was ${['started', 'paused', 'resumed', 'stopped'][index % 4]} by its owner`,
  );
  expect(group(lines).templates).toEqual([
    'machine <*> was started by its owner',
    'machine <*> was paused by its owner',
    'machine <*> was resumed by its owner',
    'machine <*> was stopped by its owner',
  ]);
});

test('a word of many values that hardly recur is a variable part', () => {
  const names = 'anna bert carl dora emil frieda gustav hanna ida jan'.split(' ');
  expect(group(names.map((name) => `parcel of ${name} was put on the shelf`)).templates).toEqual([
    'parcel of <*> was put on the shelf',
  ]);
});

test('what follows the word user is a name however few were seen', () => {
  expect(group(['session opened for user anna', 'session opened for user bert']).ids).toEqual([0, 0]);
});

test('units go with their number, and what stands in brackets behind it is part of another statement', () => {
  const lines = ['took 5 ms, sent 900 bytes', 'took 2 s, sent 1800 bytes (1.8 KB)', 'took <1 s, sent 7 bytes'];
  expect(group(lines).ids).toEqual([0, 1, 0]);
});

test('lists of any length are one template', () => {
  const lists = [
    [1, 2],
    [1, 2, 3],
    [4, 5, 6, 7],
  ];
  expect(new Set(group(lists.map((list) => `drop blocks ${list.join(' ')}`)).ids).size).toBe(1);
  expect(new Set(group(lists.map((list) => `drop blocks ${list.map((n) => `b${n}9 <ok>`).join(' ')}`)).ids).size).toBe(
    1,
  );
});

test('paths and URLs with queries, MAC addresses, dates and flags are variable', () => {
  const { ids } = group([
    'GET http://shop.test/a/b?x=1&y=two seen from FF:02:DC:AB:CD:EF on Fri Jul 3 2026 cached=true',
    'GET /a took seen from 00:11:22:AA:BB:CC on Sat Aug 14 2026 cached=false',
    'GET /z/z seen from 00:11:22:AA:BB:CC on Sat Aug 14 2026 cached=false',
  ]);
  expect(ids[2]).toBe(ids[0]);
  expect(ids[1]).not.toBe(ids[0]);
});

test('memory is bounded: beyond the limit shapes join those of the streaming miner', () => {
  const word = (index: number): string => [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const grouper = createLineGrouper({ maxShapes: 50 });
  const shapes = times(5_000, (index) => grouper.add(`${word(index)} of ${word(index + 7)}`));
  expect(new Set(shapes).size).toBeLessThanOrEqual(100);
  const groups = grouper.groups();
  expect(shapes.every((shape) => groups.template(groups.groupOf(shape)) !== '')).toBe(true);
});

test('qualified names are a variable part although they recur, if there are more than a few', () => {
  const names = ['org.shop.cart', 'org.shop.till', 'org.shop.desk', 'org.depot.dock', 'net.lab.scale'];
  const lines = times(60, (index) => `parcel was called by ${names[index % names.length]} at once`);
  expect(group(lines).templates).toEqual(['parcel was called by <*> at once']);
  const few = times(60, (index) => `state is org.shop.${['OPEN', 'SHUT'][index % 2]} now`);
  expect(group(few).templates).toEqual(['state is org.shop.OPEN now', 'state is org.shop.SHUT now']);
});

test('addresses of hexadecimal groups are one variable part, whatever the groups look like', () => {
  const { ids } = group(['route to fd00:a1:8:1234 set', 'route to fd00:a1:8:bba7 set', 'route to fd00:1:beef:2 set']);
  expect(ids).toEqual([0, 0, 0]);
});
