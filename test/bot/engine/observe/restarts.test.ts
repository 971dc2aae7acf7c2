import { expect, test } from '@jest/globals';
import { observeRestarts } from '../../../../bot/engine/observe/restarts.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { ago, evidenceOf, market, setStatus } from '../../../support/kubernetes.ts';

/** Since when a container that serves again is seen to end, after so many restarts. */
function began(restartCount: number) {
  const world = market();
  const terminated = { reason: 'OOMKilled', exitCode: 137, startedAt: ago(86_400), finishedAt: ago(1800) };
  const state = { running: { startedAt: ago(1700) } };
  setStatus(world, 'stall', { ready: true, started: true, restartCount, state, lastState: { terminated } });
  return observeRestarts(evidenceOf(world), PARAMETERS).find(({ kind }) => kind === 'restarts')?.from;
}

test('a container that ended once served until it did', () => {
  expect(began(1)).toBe(ago(1800));
});

test('one that ended again began its last run where the one before had ended', () => {
  expect(began(3)).toBe(ago(86_400));
});
