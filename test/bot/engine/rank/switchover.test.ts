import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { AS_OF, counter, iso, metricEvidence } from '../../../support/metric-evidence.ts';

const text = 'INFO: promoted self to leader by acquiring session lock';
const seen = iso(AS_OF - 15 * 60);
const store: ServiceLogs = {
  service: 'ledger-db',
  lines: 400,
  levels: { info: 400 },
  firstSeen: iso(AS_OF - 14_000),
  lastSeen: iso(AS_OF - 10),
  patterns: [
    { template: text, count: 1, level: 'info', firstSeen: seen, lastSeen: seen, samples: [{ text, timestamp: seen }] },
  ],
};
const world = (failing: number) =>
  diagnose(
    metricEvidence({
      topology: { till: ['ledger-db'], 'ledger-db': [] },
      series: [
        counter('http_server_request_duration_seconds_count', { service: 'till', status: '200' }, 600, 600 - failing),
        counter('http_server_request_duration_seconds_count', { service: 'till', status: '500' }, 0, failing),
      ],
      logs: [store],
    }),
  );

test('a server that takes the place of another is a fault where somebody feels it', () => {
  expect(world(300).hypotheses[0]).toMatchObject({ cause: 'database_failover', component: 'service/ledger-db' });
  expect(world(0).verdict).not.toBe('fault');
  expect(world(0).verdict).not.toBe('recovered');
});
