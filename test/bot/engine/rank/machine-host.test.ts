import { expect, test } from '@jest/globals';
import { servicesOfMachines } from '../../../../bot/engine/rank/machine-host.ts';
import { type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const scraped = (name: string, job: string, instance: string): MadeSeries => ({
  name,
  labels: { job, instance },
  value: () => 1,
});
/** What a full name means where these are scraped at the machine ldap-3. */
const meantBy = (host: string, jobs: readonly string[]) =>
  servicesOfMachines(
    metricEvidence({
      topology: { till: ['directory'], stock: ['directory', 'ledger'] },
      series: [
        scraped('node_load1', 'node', 'ldap-3:9100'),
        ...jobs.map((job) => scraped('up', job, `ldap-3:${9300 + job.length}`)),
      ],
    }),
  )(host);

test('the full name of a machine is the one service there that others call', () => {
  expect(meantBy('ldap-3.example.org', ['directory'])).toBe('directory');
  expect(meantBy('ldap-3.example.org', ['directory', 'log-shipper'])).toBe('directory');
});

test('it is none where several are called there, where nobody calls any, and for a host that is no machine', () => {
  expect(meantBy('ldap-3.example.org', ['directory', 'ledger'])).toBeUndefined();
  expect(meantBy('ldap-3.example.org', ['log-shipper'])).toBeUndefined();
  expect(meantBy('www.example.org', ['directory'])).toBeUndefined();
});

test('its own name is the one service there that calls or is called', () => {
  expect(meantBy('ldap-3', ['directory'])).toBe('directory');
  expect(meantBy('ldap-3', ['stock', 'log-shipper'])).toBe('stock');
  expect(meantBy('ldap-3', ['directory', 'ledger'])).toBeUndefined();
  expect(meantBy('ldap-3', ['log-shipper'])).toBeUndefined();
  expect(meantBy('ledger', ['directory'])).toBeUndefined();
});

test('where nobody recorded calls, it is the one job there that several machines are of', () => {
  const runs = (machine: string, ...jobs: readonly string[]) => [
    scraped('node_load1', 'node', `${machine}:9100`),
    ...jobs.map((job) => scraped('up', job, `${machine}:${9300 + job.length}`)),
  ];
  const on = (...series: readonly MadeSeries[]) => servicesOfMachines(metricEvidence({ series }))('desk-1');
  expect(on(...runs('desk-1', 'desk'), ...runs('desk-2', 'desk'))).toBe('desk');
  expect(on(...runs('desk-1', 'desk'), ...runs('till-1', 'till'))).toBeUndefined();
  expect(on(...runs('desk-1', 'desk', 'till'), ...runs('desk-2', 'desk', 'till'))).toBeUndefined();
});
