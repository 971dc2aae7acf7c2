import { expect, test } from '@jest/globals';
import { alertedSince } from '../../../../../bot/engine/analyzers/metrics/evidence-text.ts';
import { alert, metricEvidence } from '../../../../support/metric-evidence.ts';

test('the incident began with the first alert that tells of one, not with those that fire all the time', () => {
  const real = alert('OrdersFail', { service: 'orders', severity: 'critical' }, 5);
  const always = [
    alert('Watchdog', { severity: 'none' }, 50),
    alert('InfoInhibitor', { severity: 'none', alertname: 'InfoInhibitor' }, 40),
    alert('AlwaysHere', { severity: 'none' }, 45),
  ];
  expect(alertedSince(metricEvidence({ alerts: [...always, real] }))).toBe(real.startsAt);
  expect(alertedSince(metricEvidence({ alerts: always }))).toBeUndefined();
});

test('what asks nobody to act tells of a beginning only where nothing else does', () => {
  const real = alert('OrdersFail', { service: 'orders', severity: 'warning' }, 5);
  const quiet = alert('ClockDrift', { instance: 'box', severity: 'info' }, 40);
  const reserved = alert('KubeCPUOvercommit', { severity: 'warning' }, 50);
  expect(alertedSince(metricEvidence({ alerts: [quiet, reserved, real] }))).toBe(real.startsAt);
  expect(alertedSince(metricEvidence({ alerts: [quiet] }))).toBe(quiet.startsAt);
});
