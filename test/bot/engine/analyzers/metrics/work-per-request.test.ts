import { describe, expect, test } from '@jest/globals';
import type { ChangeRecord } from '../../../../../bot/domain/signals.ts';
import { workPerRequest } from '../../../../../bot/engine/analyzers/metrics/work-per-request.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { AS_OF, counter, iso, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

const flag = (more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  timestamp: iso(AS_OF - 16 * 60),
  kind: 'flag',
  service: 'tariff',
  id: 'tariff.bundles',
  summary: 'tariff.bundles: 5 % -> 100 %',
  ...more,
});

interface Given {
  readonly changes?: readonly ChangeRecord[];
  /** Requests a minute since the onset, of 600 before. */
  readonly requests?: number;
  /** Minutes after the onset at which all is as before again. */
  readonly lasts?: number;
  /** Processor seconds a minute since then, of 8 before, and the share of periods in which its quota held it back. */
  readonly work?: number;
  readonly held?: number;
}

function world({ changes = [flag()], requests = 600, work = 54, held = 0.6, lasts = 60 }: Given) {
  const over = ONSET_MINUTE + lasts;
  const spent = (i: number) => 8 * i + (work - 8) * Math.max(0, Math.min(i, over) - ONSET_MINUTE);
  const labels = { namespace: 'shop', pod: 'tariff-5d8f7c9b4-x2x8p', container: 'tariff' };
  return metricEvidence({
    changes,
    topology: { desk: ['tariff'], tariff: [] },
    series: [
      counter('http_server_request_duration_seconds_count', { service: 'tariff' }, 600, requests),
      counter('http_server_request_duration_seconds_sum', { service: 'tariff' }, 12, requests * 0.9),
      counter('http_server_request_duration_seconds_count', { service: 'desk' }, 600, requests),
      counter('http_server_request_duration_seconds_sum', { service: 'desk' }, 20, requests),
      { name: 'container_cpu_usage_seconds_total', labels, type: 'counter', value: spent },
      {
        name: 'container_cpu_cfs_throttled_periods_ratio',
        labels,
        value: (i) => (i > ONSET_MINUTE && i <= over ? held : 0),
      },
    ],
    logs: [],
  });
}
const found = (given: Given) => workPerRequest.analyze(world(given), PARAMETERS);

describe('a program that does many times the work for as many requests', () => {
  test('since its own change does so for that change, whatever quota holds it back', () => {
    expect(found({})).toMatchObject({
      status: 'found',
      findings: [{ component: 'service/tariff', cause: 'feature_flag_change', grade: 'measured' }],
    });
    expect(diagnose(world({})).hypotheses[0]).toMatchObject({
      component: 'service/tariff',
      cause: 'feature_flag_change',
      change: 'tariff.bundles',
    });
  });

  test('since a change of its caller that speaks of it does so for that one', () => {
    const changes = [flag({ service: 'desk', summary: 'tariff-deep-offers 0 % -> 100 %' })];
    expect(found({ changes })).toMatchObject({
      findings: [{ component: 'service/desk', explains: ['service/tariff'] }],
    });
  });

  test.each([
    ['a caller changed something else', { changes: [flag({ service: 'desk', summary: 'desk.dark-mode: on' })] }],
    ['the change came an hour before', { changes: [flag({ timestamp: iso(AS_OF - 75 * 60) })] }],
    ['two changes came together', { changes: [flag(), flag({ kind: 'deploy', id: 'v2', summary: 'tariff 2' })] }],
    ['as many more requests came', { requests: 4_000 }],
    ['it does as much as ever', { work: 8 }],
  ] as const)('is not laid to a change where %s', (_, given) => {
    expect(found(given).status).toBe('clear');
  });

  // SRE Workbook, "Canarying Releases": what a release does, it does for as long as it is there.
  test('only coincides with a change that stays when all is as before, and was of one that was taken back then', () => {
    const taken = flag({ timestamp: iso(AS_OF - 7 * 60), id: 'back', summary: 'tariff.bundles: 100 % -> 5 %' });
    expect(found({ lasts: 8 })).toMatchObject({ findings: [{ grade: 'coincides' }] });
    expect(found({ lasts: 8, changes: [flag(), taken] })).toMatchObject({ findings: [{ grade: 'measured' }] });
  });

  test('and without a change is told as what it is: it wants more than its quota', () => {
    const [first] = diagnose(world({ changes: [] })).hypotheses;
    expect(first).toMatchObject({ component: 'service/tariff', grade: 'measured' });
    expect(first?.cause).toMatch(/^pod_cpu/);
  });

  test('where the quota was made smaller the quota is shown to be too small', () => {
    const [first] = diagnose(world({ changes: [], work: 8 })).hypotheses;
    expect(first).toMatchObject({ component: 'service/tariff', cause: 'pod_cpu_throttled', grade: 'shown' });
  });
});
