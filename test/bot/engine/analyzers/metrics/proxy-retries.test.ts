import { expect, test } from '@jest/globals';
import { proxyRetries } from '../../../../../bot/engine/analyzers/metrics/proxy-retries.ts';
import { trafficSurge } from '../../../../../bot/engine/analyzers/metrics/traffic-surge.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

const LABELS = { envoy_cluster_name: 'desk', job: 'edge' };

/** A counter of so many a minute, usual and during the trouble. */
const counter = (name: string, more: Record<string, string>, usual: number, during: number): MadeSeries => ({
  name,
  labels: { ...LABELS, ...more },
  type: 'counter',
  value: (i) => 1e6 + usual * Math.min(i, ONSET_MINUTE) + during * Math.max(0, i - ONSET_MINUTE),
});

interface Given {
  /** Requests a minute on top, and how many of them the proxy's tries are. */
  readonly added?: number;
  readonly tries?: number;
  readonly shed?: number;
}
const evidence = ({ added = 12_000, tries = 11_000, shed = 3_000 }: Given) =>
  metricEvidence({
    series: [
      counter('envoy_cluster_upstream_rq', { envoy_response_code: '200' }, 3_000, 2_000),
      counter('envoy_cluster_upstream_rq', { envoy_response_code: '503' }, 0, added + 1_000),
      counter('envoy_cluster_upstream_rq_retry', {}, 0, tries),
      counter('envoy_cluster_upstream_rq_pending_overflow', {}, 0, shed),
    ],
  });

test('a service that is overrun by what its proxy sends again is in a storm, and no surge of requests', () => {
  const given = evidence({});
  expect(proxyRetries.analyze(given, PARAMETERS)).toMatchObject({
    status: 'found',
    findings: [{ component: 'service/desk', cause: 'retry_storm', grade: 'shown' }],
  });
  expect(trafficSurge.analyze(given, PARAMETERS).status).not.toBe('found');
});

test.each<[string, Given]>([
  ['tries that are a small part of what came on top', { tries: 2_000 }],
  ['a service that is none the busier', { shed: 0 }],
  ['no tries', { tries: 0 }],
])('is no storm with %s', (_, given) => {
  expect(proxyRetries.analyze(evidence(given), PARAMETERS).status).toBe('clear');
});
