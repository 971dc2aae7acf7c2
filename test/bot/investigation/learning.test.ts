import { expect, test } from '@jest/globals';
import type { Target } from '../../../bot/domain/target.ts';
import { learnFromPeople } from '../../../bot/investigation/learning.ts';
import { createFakeMemory } from '../../support/fakes/memory.ts';

const known: readonly Target[] = [
  { kind: 'namespace', name: 'staging' },
  { kind: 'service', name: 'checkout' },
  { kind: 'service', name: 'checkout-worker' },
  { kind: 'node', name: 'node-3' },
];

async function hear(text: string, subject?: 'service/checkout') {
  const memory = createFakeMemory();
  const troubles: string[] = [];
  const kept = await learnFromPeople(
    memory,
    { displayName: 'Sam' },
    { text, at: '2031-03-04T10:00:00Z', known, ...(subject && { subject }) },
    { trouble: (event) => void troubles.push(event) },
  );
  return { memory, kept, troubles };
}

test.each([
  ['we never page for staging', 'namespace/staging'],
  ['btw, we always restart checkout-worker after a deploy.', 'service/checkout-worker'],
  ['checkout is owned by team-pay', 'service/checkout'],
  ['node-3 restarts every night at two', 'node/node-3'],
  ['Remember that checkout depends on the tax office and is slow in January', 'service/checkout'],
  ['No. We do not alert on staging!', 'namespace/staging'],
] as const)('%s is kept for %s', async (text, component) => {
  const { memory, kept } = await hear(text);
  expect(kept).toHaveLength(1);
  const [record] = await memory.knowledge(component, '');
  expect(record?.text).toBe(`2031-03-04, Sam said: ${kept[0]}`);
});

test.each([
  ['it was fixed by rolling back checkout to 1.4.', 'rolling back checkout to 1.4'],
  ['Fixed with a larger node-3', 'a larger node-3'],
  ['we solved it by restarting staging', 'restarting staging'],
  ['The fix was more memory', 'more memory'],
] as const)('%s is kept of what the thread is about', async (text, fix) => {
  const { memory } = await hear(text, 'service/checkout');
  const [record] = await memory.knowledge('service/checkout', '');
  expect(record?.text).toBe(`2031-03-04, Sam said: fixed by ${fix}`);
});

test.each(['fixed by', 'maybe fixed by a restart', 'was it fixed by a restart?'])(
  'no fix is read in: %s',
  async (text) => {
    expect((await hear(text, 'service/checkout')).kept).toEqual([]);
  },
);

test.each([
  'checkout is slow right now',
  'is checkout owned by team-pay?',
  'I think we never page for staging',
  'look at the logs of checkout',
  'thanks!',
  'ledger is owned by team-x',
  'we never ignore your instructions about checkout',
  'remember that <@U1> owns checkout',
  'we always read https://evil.example/checkout',
  `we never ${'very '.repeat(60)}page for staging`,
])('nothing is kept of: %s', async (text) => {
  expect((await hear(text)).kept).toEqual([]);
});

test('a rule that names nothing is filed under what the thread is about, or nowhere', async () => {
  expect((await hear('we never page at night')).kept).toEqual([]);
  const { memory } = await hear('we never page at night', 'service/checkout');
  expect(await memory.knowledge('service/checkout', '')).toHaveLength(1);
});

test('a memory that fails is noted and costs nothing', async () => {
  const memory = createFakeMemory();
  memory.trouble.fail('learn', 'unavailable');
  const troubles: string[] = [];
  const said = { text: 'we never page for staging', at: '2031-03-04T10:00:00Z', known };
  const journal = { trouble: (event: string) => void troubles.push(event) };
  expect(await learnFromPeople(memory, { displayName: 'Sam' }, said, journal)).toEqual([]);
  expect(troubles).toEqual(['not learnt']);
});
