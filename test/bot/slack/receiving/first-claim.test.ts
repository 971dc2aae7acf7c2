import { expect, test } from '@jest/globals';
import { createFirstClaim } from '../../../../bot/slack/receiving/first-claim.ts';

const HOUR_MS = 3_600_000;
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('with nothing coming in, everything has its turn', async () => {
  const claim = createFirstClaim(HOUR_MS);
  await Promise.all([claim.turn(), claim.turn()]);
  await claim.turn();
});

test('turns wait for what comes in, and are called one by one in their order', async () => {
  const claim = createFirstClaim(HOUR_MS);
  const isIn = [claim.arrive(), claim.arrive()];
  const called: string[] = [];
  const turns = ['a', 'b'].map(async (name) => {
    await claim.turn();
    called.push(name);
  });
  isIn[0]?.();
  isIn[0]?.();
  await settled();
  expect(called).toEqual([]);
  isIn[1]?.();
  await turns[0];
  expect(called).toEqual(['a']);
  await turns[1];
  expect(called).toEqual(['a', 'b']);
});

test('what comes in between two turns goes before the second', async () => {
  const claim = createFirstClaim(HOUR_MS);
  const first = claim.arrive();
  let late: (() => void) | undefined;
  const called: string[] = [];
  const a = claim.turn().then(() => {
    late = claim.arrive();
    called.push('a');
  });
  const b = claim.turn().then(() => called.push('b'));
  first();
  await a;
  await settled();
  await settled();
  expect(called).toEqual(['a']);
  late?.();
  await b;
  expect(called).toEqual(['a', 'b']);
});

test('no turn waits for ever, and one that was not waited for longer takes nobody else’s', async () => {
  const claim = createFirstClaim(1);
  const isIn = claim.arrive();
  await claim.turn();
  isIn();
  await claim.turn();
});
