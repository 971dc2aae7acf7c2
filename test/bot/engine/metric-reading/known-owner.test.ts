import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../bot/engine/index.ts';
import { ownerByKnownName, programOnHost } from '../../../../bot/engine/metric-reading/known-owner.ts';
import type { MetricMeaning } from '../../../../bot/engine/metric-reading/meaning.ts';
import { level, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const known = { services: new Set(['billing', 'ora-7', 'mq-1']), nodes: new Set(['vm-3', 'mq-1']) };

/** What says nothing by itself of machine or program, told by the exporter of an engine or not. */
const figure = (engine?: string): MetricMeaning => ({
  signal: 'queue',
  scale: 1,
  ...(engine === undefined ? {} : { engine }),
});

test('a label of no known meaning names the one of its values that others know by that name', () => {
  expect(ownerByKnownName({ tc: 'billing', unit: 'ms' }, known)).toBe('service/billing');
  expect(ownerByKnownName({ cmdb_id: 'vm-3' }, known)).toBe('node/vm-3');
  expect(ownerByKnownName({ tc: 'billing', dst: 'ora-7' }, known)).toBeUndefined();
  expect(ownerByKnownName({ tc: 'somebody', mode: 'user' }, known)).toBeUndefined();
});

test('what a broker counts on a host that is called like it is its own; what is measured of the machine is not', () => {
  expect(programOnHost('node/mq-1', figure('rabbitmq'), known)).toBe('service/mq-1');
  expect(programOnHost('node/mq-1', figure('ibmmq'), known)).toBe('service/mq-1');
  expect(programOnHost('node/mq-1', figure(), known)).toBe('node/mq-1');
  expect(programOnHost('node/vm-3', figure('rabbitmq'), known)).toBe('node/vm-3');
  expect(programOnHost('service/billing', figure('mysql'), known)).toBe('service/billing');
  expect(programOnHost(undefined, figure('mysql'), known)).toBeUndefined();
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

test('what only programs have is the program’s, whoever measures it', () => {
  expect(programOnHost('node/mq-1', { signal: 'heap-share', scale: 0.01 }, known)).toBe('service/mq-1');
  expect(programOnHost('node/mq-1', { signal: 'memory-share', scale: 0.01 }, known)).toBe('node/mq-1');
  expect(programOnHost('node/vm-3', { signal: 'heap-share', scale: 0.01 }, known)).toBe('node/vm-3');
});
