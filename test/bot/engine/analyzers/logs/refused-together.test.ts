import { expect, test } from '@jest/globals';
import { refusedTogether } from '../../../../../bot/engine/analyzers/logs/refused-together.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const refused = (minutes: readonly number[]) =>
  pattern('error', 'FATAL: password authentication failed for user "app"', minutes);
const topology = { cart: ['orders-postgres'], items: ['orders-postgres'], 'orders-postgres': [] };
const analyze = (cart: readonly number[], items: readonly number[]) =>
  refusedTogether.analyze(
    evidenceOf({
      topology,
      logs: [
        logsOf('cart', cart.length === 0 ? [] : [refused(cart)]),
        logsOf('items', items.length === 0 ? [] : [refused(items)]),
        logsOf('orders-postgres', []),
      ],
    }),
  );

test('two clients that are refused from one moment on: the database', () => {
  expect(findingsOf(analyze(range(20, 30), range(21, 30)))).toEqual([
    expect.objectContaining({
      component: 'service/orders-postgres',
      cause: 'database_credentials_invalid',
      explains: ['service/cart', 'service/items'],
    }),
  ]);
});

test('one client, or two at different times, are matters of their own', () => {
  expect(analyze(range(20, 30), []).status).toBe('clear');
  expect(analyze(range(5, 30), range(24, 30)).status).toBe('clear');
});

test('is unknown without logs', () => {
  expect(refusedTogether.analyze(evidenceOf({})).status).toBe('unknown');
});
