import { describe, expect, test } from '@jest/globals';
import { raisedDelay } from '../../../../../bot/engine/analyzers/metrics/raised-delay.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { isDelaySetting, secondsOfSetting } from '../../../../../bot/engine/knowledge/delay-settings.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { AS_OF, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

/** A counter that grows by `before` a minute and by `during` from the onset on. */
const counter = (name: string, service: string, before: number, during = before): MadeSeries => ({
  name,
  labels: { service },
  type: 'counter',
  value: (i) => Math.min(i, ONSET_MINUTE) * before + Math.max(0, i - ONSET_MINUTE) * during,
});
const requests = (service: string, before: number, during = before) => [
  counter('http_server_request_duration_seconds_count', service, 600),
  counter('http_server_request_duration_seconds_sum', service, 600 * before, 600 * during),
];
const RAISED = '-  max_queue_delay_microseconds: 500\n+  max_queue_delay_microseconds: 50000';

interface Given {
  readonly diff?: string;
  /** Seconds that the caller's answers take since the onset, of 0.1 before. */
  readonly during?: number;
  readonly minutesBefore?: number;
}
const world = ({ diff = RAISED, during = 0.147, minutesBefore = 1 }: Given) =>
  metricEvidence({
    changes: [
      {
        timestamp: iso(AS_OF - (15 + minutesBefore) * 60),
        kind: 'config',
        service: 'vectors',
        id: 'c7',
        summary: 'Larger batches',
        files: ['models/vectors/config.pbtxt'],
        diff,
      },
    ],
    topology: { search: ['vectors'], vectors: [] },
    series: [...requests('search', 0.1, during), ...requests('vectors', 0.03)],
    logs: [],
  });
const statusOf = (given: Given) => raisedDelay.analyze(world(given), PARAMETERS).status;

describe('a delay that was raised', () => {
  test('is to blame where those who call the program wait as much longer since', () => {
    expect(raisedDelay.analyze(world({}), PARAMETERS)).toMatchObject({
      status: 'found',
      findings: [
        {
          component: 'service/vectors',
          cause: 'bad_config_change',
          grade: 'measured',
          change: 'c7',
          explains: ['service/search'],
        },
      ],
    });
    expect(diagnose(world({})).hypotheses[0]).toMatchObject({
      component: 'service/vectors',
      cause: 'bad_config_change',
    });
  });

  test.each<[string, Given]>([
    ['nobody waits longer', { during: 0.1 }],
    ['they wait longer by far than it was raised', { during: 0.9 }],
    ['they wait longer by a part of it that is too small', { diff: RAISED.replace('50000', '5000000') }],
    ['it was lowered', { diff: '-  max_queue_delay_microseconds: 50000\n+  max_queue_delay_microseconds: 500' }],
    ['a time-out was raised', { diff: '-  timeout_ms: 500\n+  timeout_ms: 550' }],
    ['it was raised an hour before', { minutesBefore: 60 }],
  ])('is not where %s', (_, given) => {
    expect(statusOf(given)).toBe('clear');
  });

  test.each([
    '-batch_timeout_micros { value: 500 }\n-batch_timeout_micros: 500\n+batch_timeout_micros: 50000',
    '-  linger.ms=5\n+  linger.ms=55',
    '-  - --batch-delay=1ms\n+  - --batch-delay=50ms',
    '-batch_wait_timeout_s: 0.01\n+batch_wait_timeout_s: 0.06',
    '-    "maxBatchDelay": 10,\n+    "maxBatchDelay": 60,',
    '-binlog_group_commit_sync_delay = 0\n+binlog_group_commit_sync_delay = 50_000',
  ])('is read from %j', (diff) => {
    expect(statusOf({ diff })).toBe('found');
  });
});

test('settings of how long a program waits on purpose are told from time-outs, and their units by name', () => {
  expect(['linger.ms', 'batch_timeout_micros', 'debounceMs', 'flush_interval_ms'].filter(isDelaySetting)).toHaveLength(
    4,
  );
  expect(['read_timeout_ms', 'initialDelaySeconds', 'cache_ttl_s', 'pool_size'].filter(isDelaySetting)).toEqual([]);
  expect(secondsOfSetting('max_queue_delay_microseconds', 500, undefined)).toBeCloseTo(0.0005);
  expect(secondsOfSetting('some_delay', 500, undefined)).toBeUndefined();
  expect(secondsOfSetting('some_delay', 500, 'ms')).toBeCloseTo(0.5);
});
