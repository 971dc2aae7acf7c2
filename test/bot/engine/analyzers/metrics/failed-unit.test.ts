import { expect, test } from '@jest/globals';
import { failedUnit } from '../../../../../bot/engine/analyzers/metrics/failed-unit.ts';
import { type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

/** A unit's series as node_exporter writes them: one for each state, 1 for the one that it is in. */
const unit = (name: string, instance: string, failsAt?: number): readonly MadeSeries[] =>
  ['active', 'failed'].map((state) => ({
    name: 'node_systemd_unit_state',
    labels: { job: 'node', instance, name, state },
    value: (i) => Number((failsAt !== undefined && i >= failsAt) === (state === 'failed')),
  }));
const requests: MadeSeries = {
  name: 'http_requests_total',
  labels: { service: 'billing', code: '200' },
  type: 'counter',
  value: (i) => 600 * i,
};
const told = (...series: readonly (readonly MadeSeries[])[]) => {
  const analysis = failedUnit.analyze(metricEvidence({ series: [requests, ...series.flat()] }));
  return analysis.status === 'found' ? analysis.findings : analysis.status;
};

test('a service is down where systemd has given up its unit', () => {
  const [found, ...others] = told(unit('billing.service', 'app-1:9100', ONSET_MINUTE));
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    component: 'service/billing',
    cause: 'workload_unavailable',
    grade: 'shown',
    strength: 0.7,
    statement: 'The unit of billing has failed, and systemd does not start it again.',
  });
});

test('one of several copies that failed leaves the others', () => {
  const [found] = told(unit('billing.service', 'app-1:9100', ONSET_MINUTE), unit('billing.service', 'app-2:9100'));
  expect(found).toMatchObject({ strength: 0.4, statement: expect.stringContaining('on 1 of 2 machines') });
});

test.each([
  ['every unit is active', unit('billing.service', 'app-1:9100')],
  ['a job of the machine’s own failed', unit('logrotate.service', 'app-1:9100', ONSET_MINUTE)],
  ['it has failed for as long as is known', unit('billing.service', 'app-1:9100', 0)],
])('nothing is said where %s', (_, series) => {
  expect(told(series)).toBe('clear');
});

test('without states of units nothing is known', () => {
  expect(told()).toBe('unknown');
});
