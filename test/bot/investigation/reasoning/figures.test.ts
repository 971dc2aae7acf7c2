import { expect, test } from '@jest/globals';
import { holdsFigure, takeFigures } from '../../../../bot/investigation/reasoning/figures.ts';
import { holdsTime, takeTimes } from '../../../../bot/investigation/reasoning/times.ts';

/** Whether all that a sentence claims in figures and times stands in a source. */
function holds(sentence: string, source: string): boolean {
  const [said, seen] = [sentence, source].map((text) => {
    const { times, rest } = takeTimes(text);
    return { times, ...takeFigures(rest) };
  });
  const words = new Set(source.toLowerCase().match(/\p{L}+|%/gu) ?? []);
  return (
    said!.times.every((time) => holdsTime(time, seen!.times)) &&
    said!.figures.every((figure) => holdsFigure(figure, seen!.figures, words))
  );
}

test.each([
  ['1240 times', '1,240 times'],
  ['1,240,000 rows', '1240000 rows'],
  ['it took 1.2 s', 'it took 1,234 ms'],
  ['it took 0.66 seconds', 'it took 657 ms'],
  ['657ms', '657 ms'],
  ['a 30-minute window', 'a window of 30 min'],
  ['a limit of 128 MiB', 'memory: 128Mi'],
  ['2.4 times the usual', '2.36 times its usual'],
  ['74 percent', '74.3 %'],
  ['74 per cent', '74 %'],
  ['from 90 to 127.5 MiB', 'from 90 MiB to 127.5 MiB'],
  ['three replicas', '3 replicas'],
  ['twenty connections', '20 connections'],
  ['half a core is 500 millicores', 'cpu: 500m, half'],
  ['0.5 cores', '500m'],
  ['657 ms', '{"durationMs":657}'.replace('Ms', ' ms')],
  ['12 restarts', '{"restarts":12}'],
  ['the 3rd try', 'try 3'],
  ['a change of -3', 'from 5 by -3'],
  ['10-20 calls', '10 to 20 calls'],
  ['at 02:33', '2026-06-10T02:33:00.000Z'],
  ['at 2:33 am', '2026-06-10T02:33:41.000Z'],
  ['at 14:05:07 UTC', '2026-06-10T14:05:07.250Z'],
  ['at 2:05 pm', '2026-06-10T14:05:07Z'],
  ['on 10 June', '2026-06-10T02:33:00Z'],
  ['on June 10th, 2026 at 02:33Z', '2026-06-10T02:33:00Z'],
  ['on 2026-06-10 at 02:33', '2026-06-10T02:33:00Z'],
])('"%s" stands in "%s"', (sentence, source) => {
  expect(holds(sentence, source)).toBe(true);
});

test.each([
  ['1241 times', '1,240 times'],
  ['1,2400 times', '1,240 times'],
  ['it took 1.3 s', 'it took 1,234 ms'],
  ['it took 657 s', 'it took 657 ms'],
  ['it took 657', 'it took 657 ms'],
  ['a window of 30 hours', 'a window of 30 min'],
  ['a limit of 128 GiB', 'memory: 128Mi'],
  ['74 ms', '74 %'],
  ['75 percent', '74.3 %'],
  ['100 %', '99.7 %'],
  ['2 times the usual', '2.36 times its usual'],
  ['a limit of 500 MiB', 'a limit of 500'],
  ['six times', '2026-06-10T02:33:00Z'],
  ['9 errors', 'pod cart-9f'],
  ['thirteen replicas', '3 replicas'],
  ['at 02:34', '2026-06-10T02:33:59.000Z'],
  ['at 02:33:01', '2026-06-10T02:33:00.000Z'],
  ['at 2:33 pm', '2026-06-10T02:33:00Z'],
  ['at 02:33 CET', '2026-06-10T02:33:00Z'],
  ['at 02:33:00.001Z', '2026-06-10T02:33:00.000Z'],
  ['on 11 June', '2026-06-10T02:33:00Z'],
  ['on 2027-06-10', '2026-06-10T02:33:00Z'],
])('"%s" does not stand in "%s"', (sentence, source) => {
  expect(holds(sentence, source)).toBe(false);
});
