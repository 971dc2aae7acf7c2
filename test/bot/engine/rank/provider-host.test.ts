import { expect, test } from '@jest/globals';
import { providersOf } from '../../../../bot/engine/rank/provider-host.ts';
import { evidenceOf, logsOf, pattern } from '../analyzers/logs/log-evidence.ts';

/** What a host is called where the till calls these. */
const calledAs = (host: string, callees: readonly string[]) =>
  providersOf({
    ...evidenceOf({ logs: [logsOf('parcels', [pattern('info', 'served')])] }),
    topology: {
      status: 'observed',
      tool: 'get_topology',
      query: '',
      at: '',
      value: { till: callees, rates: ['ledger'] },
    },
  })(host);

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
