import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { slipsBetween } from '../../../../bot/domain/nearest.ts';
import type { Target } from '../../../../bot/domain/target.ts';
import { parseFollowUp } from '../../../../bot/slack/commands/follow-up.ts';
import { parseCommand } from '../../../../bot/slack/commands/grammar.ts';
import { planOf } from '../../../../bot/slack/commands/plan.ts';
import { resolveTarget } from '../../../../bot/slack/commands/resolve-target.ts';

const service = (name: string, namespace = 'shop'): Target => ({ kind: 'service', name, namespace });
const KNOWN: readonly Target[] = [
  ...['checkout', 'checkout-cache', 'payment-service', 'orders', 'user-db', 'order-db', 'frontend'].map((name) =>
    service(name),
  ),
  { kind: 'node', name: 'worker-1' },
  { kind: 'namespace', name: 'shop' },
];

test.each([
  ['checkout is slow', 'checkout'],
  ['why does checkout-cache fail?', 'checkout-cache'],
  ['CHECKOUT!', 'checkout'],
  ['service/checkout', 'checkout'],
  ['shop/checkout', 'checkout'],
  ['checkout.shop', 'checkout'],
  ['payment fails', 'payment-service'],
  ['the payment service fails', 'payment-service'],
  ['payments', 'payment-service'],
  ['an order cannot be placed', 'orders'],
  ['front-end errors', 'frontend'],
  ['front end errors', 'frontend'],
  ['worker-1 is not ready', 'worker-1'],
  ['node/worker-1', 'worker-1'],
  ['namespace/shop', 'shop'],
  ['everything in shop', 'shop'],
  ['checkout in shop', 'checkout'],
])('%j names a known target', (text, name) => {
  expect(resolveTarget(text, KNOWN)).toMatchObject({ kind: 'exact', target: { name } });
});

test('a misspelt name gives the near ones, nearest first', () => {
  expect(resolveTarget('chekout', KNOWN)).toMatchObject({
    kind: 'close',
    written: 'chekout',
    targets: [{ name: 'checkout' }, { name: 'checkout-cache' }],
  });
});

test('a part of several names gives all of them', () => {
  const resolved = resolveTarget('cache or db', [service('user-db'), service('user-cache'), service('order-cache')]);
  expect(resolved).toMatchObject({ kind: 'close', written: 'cache' });
  expect(resolved.kind === 'close' && resolved.targets.map(({ name }) => name).sort()).toEqual([
    'order-cache',
    'user-cache',
  ]);
});

test.each(['everything is slow', 'what is wrong with the network?', 'page load time went up', ''])(
  '%j names none',
  (text) => {
    expect(resolveTarget(text, KNOWN)).toEqual({ kind: 'none' });
  },
);

test('every known name finds itself', () => {
  for (const target of KNOWN)
    expect(resolveTarget(`why is ${target.name} slow`, KNOWN)).toEqual({ kind: 'exact', target });
});

test('slips are counted like a person makes them, and alike both ways', () => {
  expect(slipsBetween('checkout', 'checkout', 2)).toBe(0);
  expect(slipsBetween('chekcout', 'checkout', 2)).toBe(1);
  expect(slipsBetween('chekout', 'checkout', 2)).toBe(1);
  expect(slipsBetween('payments', 'orders', 2)).toBe(3);
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(slipsBetween(a, b, 8)).toBe(slipsBetween(b, a, 8));
    }),
  );
});

const plan = (text: string, targets = KNOWN, complete = true) => {
  const asked = parseCommand(text);
  if (asked.kind !== 'investigate') throw new Error(`not a question: ${text}`);
  return planOf(asked, { targets, complete });
};

test('an unknown name given alone is asked back with some that are known', () => {
  const asked = plan('investigate warehouse');
  expect(asked).toMatchObject({ kind: 'unknown-target', written: 'warehouse', close: [] });
  expect(asked.kind === 'unknown-target' && asked.some.length).toBeGreaterThan(3);
});

test('a sentence without a name is about the whole system', () => {
  expect(plan('everything is slow since 2h')).toEqual({ kind: 'go' });
});

test('a clearly misspelt name in a sentence is asked back', () => {
  expect(plan('chekout is slow')).toMatchObject({ kind: 'unknown-target', close: [{ name: 'checkout' }, {}] });
});

test('while the names cannot be listed the asker is taken at their word', () => {
  expect(plan('investigate warehouse', [], false)).toEqual({
    kind: 'go',
    target: { kind: 'service', name: 'warehouse' },
  });
  expect(plan('investigate warehouse', KNOWN, false)).toMatchObject({ kind: 'go', target: { name: 'warehouse' } });
  expect(plan('warehouse is slow', [], false)).toEqual({ kind: 'go' });
});

const SUBJECT = { target: KNOWN[0]!, sinceSeconds: 7_200 };

test.each(['show evidence', 'show me the evidence', 'evidence?', 'details', 'why?', 'what evidence do you have'])(
  '%j asks for the evidence',
  (text) => expect(parseFollowUp(text, SUBJECT)).toEqual({ kind: 'show-evidence' }),
);

test.each(['stop', 'please stop', 'cancel it', 'stop looking!'])('%j stops', (text) => {
  expect(parseFollowUp(text, SUBJECT)).toEqual({ kind: 'stop' });
});

test.each([
  ['again', 7_200],
  ['try again please', 7_200],
  ['last 6h', 21_600],
  ['look at the last 6 hours', 21_600],
  ['30m', 1_800],
  ['what about the last day?', 86_400],
])('%j looks again', (text, sinceSeconds) => {
  const wish = parseFollowUp(text, SUBJECT);
  expect(wish).toEqual({ kind: 'again', sinceSeconds });
});

test('another target is looked into with the same window', () => {
  expect(parseFollowUp('check payments instead', SUBJECT)).toMatchObject({
    kind: 'asked',
    keepTarget: true,
    asked: { kind: 'investigate', question: 'check payments instead', sinceSeconds: 7_200 },
  });
});

test('a command in a thread is a command', () => {
  expect(parseFollowUp('whoami', SUBJECT)).toMatchObject({ kind: 'asked', asked: { kind: 'command', name: 'whoami' } });
  expect(parseFollowUp('help', SUBJECT)).toMatchObject({ kind: 'asked', asked: { kind: 'help' } });
  expect(parseFollowUp('', SUBJECT)).toMatchObject({ kind: 'asked', asked: { kind: 'help' } });
});
