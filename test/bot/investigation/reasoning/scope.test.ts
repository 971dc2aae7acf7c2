import { expect, test } from '@jest/globals';
import { withinScope } from '../../../../bot/investigation/reasoning/scope.ts';

const scope = { namespaces: ['shop'], now: new Date('2026-06-10T03:00:00Z') };
const asks = (args: Record<string, unknown>) => withinScope(args, scope, true);

test.each(['30m', '7d', '2026-06-09T03:00:00Z', String(Date.parse('2026-06-09T03:00:00Z') / 1_000)])(
  'a look back to %s is within the scope',
  (since) => expect(asks({ since })).toEqual({ args: { since, limit: 50 } }),
);

test.each(['8d', '999999999999d', '2026-05-01T03:00:00Z', '0', '1700000000', 'since ever', ''])(
  'a look back to "%s" is refused, also when it cannot be read',
  (since) => expect(asks({ start_time: since })).toEqual({ refused: 'start_time lies more than seven days back.' }),
);

test('another namespace, credentials and more rows than allowed are not given', () => {
  expect(asks({ namespace: 'other' })).toEqual({ refused: 'That namespace is not in scope.' });
  expect(asks({ kind: 'Secret' })).toEqual({ refused: 'Objects of that kind are closed.' });
  expect(asks({ limit: 5_000 })).toEqual({ args: { limit: 50 } });
});
