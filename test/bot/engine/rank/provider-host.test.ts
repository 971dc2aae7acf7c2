import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { providersOf } from '../../../../bot/engine/rank/provider-host.ts';
import { metricEvidence } from '../../../support/metric-evidence.ts';
import { evidenceOf, logsOf, pattern } from '../analyzers/logs/log-evidence.ts';

/** What a host is called where the till calls these, and these logs are written. */
const calledIn = (host: string, callees: readonly string[], logs: readonly ServiceLogs[]) =>
  providersOf(evidenceOf({ logs, topology: { till: callees, rates: ['ledger'] } }))(host);

const calledAs = (host: string, callees: readonly string[]) =>
  calledIn(host, callees, [logsOf('parcels', [pattern('info', 'served')])]);

test.each([
  ['its own name', 'api.currencyfair.com', ['currencyfair', 'ledger'], 'currencyfair'],
  ['its name and what is called there', 'eu.paylane.co.uk', ['paylane-api', 'ledger'], 'paylane-api'],
  ['its name in other letters', 'rates.open-rates.org', ['openrates'], 'openrates'],
  ['what it is called and more', 'live.paylanecheckout.com', ['paylane', 'ledger'], 'paylane'],
] as const)('a host outside is what the call graph calls by %s', (_, host, callees, name) => {
  expect(calledAs(host, callees)).toBe(name);
});

test.each([
  ['a part of the host that is not registered', 'ledger.paylane.com', ['ledger', 'paylane2']],
  ['what calls others here', 'api.rates.com', ['rates']],
  ['what writes a log here', 'api.parcels.com', ['parcels']],
  ['two that may be meant', 'api.paylane.com', ['paylane', 'paylane-api']],
  ['a short word that begins it', 'api.paycheckout.com', ['pay']],
  ['an address', '198.51.100.7', ['100']],
  ['the host by its own name', 'api.paylane.com', ['api.paylane.com', 'paylane']],
] as const)('a host outside is not %s', (_, host, callees) => {
  expect(calledAs(host, callees)).toBeUndefined();
});

/** What a host is called where a blackbox exporter probes these targets, each under its service's name. */
const probedAs = (host: string, targets: Record<string, string>) =>
  providersOf(
    metricEvidence({
      series: Object.entries(targets).map(([instance, service]) => ({
        name: 'probe_success',
        labels: { job: 'blackbox', instance, service },
        value: () => 1,
      })),
    }),
  )(host);

test.each([
  ['by its URL', { 'https://api.paylane.com/health': 'paylane-gateway' }],
  [
    'by two URLs',
    { 'https://api.paylane.com/health': 'paylane-gateway', 'https://api.paylane.com:443/v2': 'paylane-gateway' },
  ],
] as const)('a host outside is what the probe that watches it %s calls it', (_, targets) => {
  expect(probedAs('api.paylane.com', targets)).toBe('paylane-gateway');
});

test.each([
  ['another host of the same domain', { 'https://status.paylane.com/': 'paylane-status' }],
  ['its own address', { 'https://api.paylane.com/health': 'api.paylane.com' }],
  ['a host under two names', { 'https://api.paylane.com/a': 'refunds', 'https://api.paylane.com/b': 'charges' }],
  ['several hosts under one name', { 'https://api.paylane.com/': 'outside', 'https://api.other.com/': 'outside' }],
  ["a Probe of the operator's", { 'https://api.paylane.com/': 'probe/monitoring/outside' }],
  ['a host and port that are scraped', { 'api.paylane.com:9115': 'blackbox-exporter' }],
] as const)('a probe of %s names no host', (_, targets) => {
  expect(probedAs('api.paylane.com', targets)).toBeUndefined();
});

/** What a host is called where these write of it, and the till calls these. */
const calledBy = (host: string, writers: readonly string[], callees: readonly string[]) =>
  calledIn(
    host,
    callees,
    writers.map((one) => logsOf(one, [pattern('error', `Post "https://${host}/v1": EOF`)])),
  );

test.each([
  ['a label of it', 'maps.northmaps.com', ['till'], ['maps', 'ledger'], 'maps'],
  ['a label of it and what it is', 'api.parcels.northway.com', ['till'], ['parcel-carrier'], 'parcel-carrier'],
  // Those who do not call it speak of something else.
  ['a label of it, though another speaks of it', 'maps.northmaps.com', ['till', 'rates'], ['maps'], undefined],
  ['a label of it, though nobody speaks of it', 'maps.northmaps.com', [], ['maps'], undefined],
  ['a label, and its store', 'auth.northway.com', ['till'], ['auth-db'], undefined],
  ['a label that two are named after', 'parcels.northway.com', ['till'], ['parcel-carrier', 'parcel-rates'], undefined],
  ['a short label', 'eu.northway.com', ['till'], ['eu-gateway'], undefined],
] as const)('a host is what its callers call by %s', (_, host, writers, callees, name) => {
  expect(calledBy(host, writers, callees)).toBe(name);
});
