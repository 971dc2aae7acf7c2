import { describe, expect, test } from '@jest/globals';
import type { ChangeRecord } from '../../../../../bot/domain/signals.ts';
import { callsPerRequest } from '../../../../../bot/engine/analyzers/metrics/calls-per-request.ts';
import { retryStorm } from '../../../../../bot/engine/analyzers/metrics/retry-storm.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { AS_OF, counter, iso, metricEvidence } from '../../../../support/metric-evidence.ts';

const client = { service: 'till', target: 'prices' };

interface Given {
  /** Calls a minute since the onset, of 600 before, and the share of them that fails. */
  readonly calls?: number;
  readonly failing?: number;
  readonly changes?: readonly ChangeRecord[];
  /** Times as long as before that both take since the onset. */
  readonly slower?: number;
}
const flag: ChangeRecord = {
  timestamp: iso(AS_OF - 16 * 60),
  kind: 'flag',
  service: 'till',
  id: 'till.fresh-prices',
  summary: 'till.fresh-prices: 0 % -> 100 %',
};

function world({ calls = 5400, failing = 0.05, changes = [flag], slower = 14 }: Given) {
  const count = 'http_client_request_duration_seconds_count';
  return metricEvidence({
    changes,
    topology: { till: ['prices'], prices: [] },
    series: [
      counter('http_server_request_duration_seconds_count', { service: 'till' }, 600),
      counter('http_server_request_duration_seconds_sum', { service: 'till' }, 60, 60 * slower),
      counter('http_server_request_duration_seconds_count', { service: 'prices' }, 600, calls),
      counter('http_server_request_duration_seconds_sum', { service: 'prices' }, 12, calls * 0.02 * slower),
      counter(count, { ...client, status: '200' }, 599, calls * (1 - failing)),
      counter(count, { ...client, status: '503' }, 1, calls * failing),
    ],
    logs: [],
  });
}
const callsOf = (given: Given) => callsPerRequest.analyze(world(given), PARAMETERS);

describe('calls that multiply for each request', () => {
  test('after a change of their caller are of that change, and no tries of what fails now and then', () => {
    expect(callsOf({})).toMatchObject({
      status: 'found',
      findings: [{ component: 'service/till', cause: 'feature_flag_change', change: flag.id, grade: 'measured' }],
    });
    expect(retryStorm.analyze(world({}), PARAMETERS).status).toBe('clear');
  });

  test('where most of them fail are tries', () => {
    const given = { calls: 2100, failing: 0.8 };
    expect(callsOf(given).status).toBe('clear');
    expect(retryStorm.analyze(world(given), PARAMETERS).status).toBe('found');
  });

  test.each<[string, Given]>([
    ['without a change', { changes: [] }],
    ['after a change of another', { changes: [{ ...flag, service: 'prices' }] }],
    ['after a change hours ago', { changes: [{ ...flag, timestamp: iso(AS_OF - 9000) }] }],
    ['that are as many as ever', { calls: 610 }],
  ])('%s are of none', (_, given) => {
    expect(callsOf(given).status).toBe('clear');
  });

  test('make the change the cause of what the callee suffers, and harm nobody where nobody is slower', () => {
    const best = (given: Given) => diagnose(world(given)).hypotheses[0];
    expect(best({})).toMatchObject({ component: 'service/till', cause: 'feature_flag_change' });
    expect(best({})!.chain).toContainEqual(expect.objectContaining({ component: 'service/prices' }));
    expect(diagnose(world({ slower: 1, failing: 0.001 })).verdict).not.toBe('fault');
  });
});
