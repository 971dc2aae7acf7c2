import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../bot/engine/index.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { beganWhenNamed } from '../../../../bot/engine/rank/named-times.ts';
import { AS_OF, counter, iso, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const ASKED = '2026-03-04T14:50:00Z';
const began = (from: string, question: string) =>
  beganWhenNamed(
    { kind: 'latency', name: 'x', component: 'service/till', class: 'relevant', evidence: [], from },
    { ...metricEvidence({}), asOf: ASKED, question },
    PARAMETERS,
  );

test.each<[string, string, boolean]>([
  ['2026-03-04T14:05:40Z', 'between 14:05 and 14:30 UTC there were errors', true],
  ['2026-03-04T14:01:00Z', 'Fehler von 14:05 bis 14:30 Uhr UTC', true],
  ['2026-03-04T13:30:00Z', 'between 14:05 and 14:30 UTC there were errors', false],
  ['2026-03-04T14:40:00Z', 'errors from 14:05 - 14:30 (UTC)', false],
  // Later today has not come yet: yesterday, and over midnight.
  ['2026-03-03T22:30:00Z', 'errors from 22:05 to 23:15 UTC', true],
  ['2026-03-03T23:50:00Z', 'errors from 23:40 to 0:20 UTC', true],
  // Nobody says whose time it is, or when it ended.
  ['2026-03-04T14:05:40Z', 'between 14:05 and 14:30 there were errors', false],
  ['2026-03-04T14:05:40Z', 'errors since 14:05 UTC', false],
])('what began at %s is of that time: %s', (from, question, is) => {
  expect(began(from, question)).toBe(is);
});

const BEGAN = 170;
const ENDED = 200;
const isBusy = (i: number) => i >= BEGAN && i < ENDED;
/** A sum of so much a minute, and of another sum while it is busy. */
const summed = (name: string, labels: Record<string, string>, usual: number, busy: number): MadeSeries => ({
  name,
  labels: { service: 'till', ...labels },
  type: 'counter',
  value: (i) => Array.from({ length: i }, (_, n) => (isBusy(n) ? busy : usual)).reduce((sum, one) => sum + one, 0),
});
const slowWhileBusy = [
  summed('http_requests_total', { status: '200' }, 600, 3600),
  { ...counter('http_requests_total', { service: 'till', status: '500' }, 0) },
  ...['0.1', '1', '10', '+Inf'].map((le, n) =>
    summed('http_request_duration_seconds_bucket', { le }, [540, 600, 600, 600][n]!, [0, 1800, 3600, 3600][n]!),
  ),
  summed('http_request_duration_seconds_count', {}, 600, 3600),
  summed('http_request_duration_seconds_sum', {}, 30, 7200),
];

test('who complains of failures means the slowness of the time that they name, and of no other', () => {
  const at = (minute: number) => iso(AS_OF - (239 - minute) * 60).slice(11, 16);
  const told = (from: number, until: number) =>
    diagnose(
      metricEvidence({
        series: slowWhileBusy,
        logs: [],
        alerts: [],
        question: `errors between ${at(from)} and ${at(until)} UTC`,
      }),
    );
  const then = told(BEGAN, ENDED);
  expect(then.verdict).toBe('recovered');
  expect(then.hypotheses[0]).toMatchObject({ cause: 'traffic_spike' });
  expect(told(BEGAN - 60, BEGAN - 30).hypotheses).toEqual([]);
});
