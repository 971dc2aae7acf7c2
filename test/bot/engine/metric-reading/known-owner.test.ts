import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../bot/engine/index.ts';
import { ownerByKnownName, serverOnHost } from '../../../../bot/engine/metric-reading/known-owner.ts';
import { level, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const known = { services: new Set(['billing', 'ora-7', 'mq-1']), nodes: new Set(['vm-3', 'mq-1']) };

test('a label of no known meaning names the one of its values that others know by that name', () => {
  expect(ownerByKnownName({ tc: 'billing', unit: 'ms' }, known)).toBe('service/billing');
  expect(ownerByKnownName({ cmdb_id: 'vm-3' }, known)).toBe('node/vm-3');
  expect(ownerByKnownName({ tc: 'billing', dst: 'ora-7' }, known)).toBeUndefined();
  expect(ownerByKnownName({ tc: 'somebody', mode: 'user' }, known)).toBeUndefined();
});

test('what a broker counts on a host that is called like it is its own; what is measured of the machine is not', () => {
  expect(serverOnHost('node/mq-1', 'rabbitmq', known)).toBe('service/mq-1');
  expect(serverOnHost('node/mq-1', undefined, known)).toBe('node/mq-1');
  expect(serverOnHost('node/vm-3', 'rabbitmq', known)).toBe('node/vm-3');
  expect(serverOnHost('service/billing', 'mysql', known)).toBe('service/billing');
  expect(serverOnHost(undefined, 'mysql', known)).toBeUndefined();
});

const topology = { 'front-1': ['billing'], billing: ['ora-7'] };
const state = (of: string, during: number): MadeSeries => ({
  name: 'On_Off_State',
  labels: { name: of },
  value: level(1, during),
});
const success = (of: string, during: number): MadeSeries => ({
  name: 'svc_success_rate',
  labels: { name: of },
  value: level(99.7, during),
});

test('a server whose state says off is down, and nobody is where all are on and serve', () => {
  const ask = (during: number, share: number) =>
    diagnose(
      metricEvidence({
        topology,
        series: [
          state('ora-7', during),
          state('billing', 1),
          success('front-1', share),
          success('billing', share),
          success('ora-7', share),
        ],
      }),
    );
  expect(ask(0, 5).hypotheses[0]).toMatchObject({ component: 'service/ora-7', cause: 'dependency_unavailable' });
  expect(ask(1, 99.6).verdict).not.toBe('fault');
});
