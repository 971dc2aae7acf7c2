import { expect, test } from '@jest/globals';
import { isTroubled } from '../../../../bot/engine/cluster/container-state.ts';
import type { ContainerStatus, Pod } from '../../../../bot/engine/cluster/types.ts';

const MINUTE = 60_000;
const now = Date.parse('2026-03-04T10:00:00Z');
const at = (minutesAgo: number) => new Date(now - minutesAgo * MINUTE).toISOString();

/** A pod of six days whose container ended seven times, the last time so many minutes ago after so long a life. */
function troubled(minutesAgo: number, life: number): boolean {
  const pod = { phase: 'Running', startedAt: now - 6 * 1440 * MINUTE } as Pod;
  const lastTerminated = { exitCode: 137, startedAt: at(minutesAgo + life), finishedAt: at(minutesAgo) };
  return isTroubled({ ready: true, restarts: 7, lastTerminated } as ContainerStatus, pod, now);
}

test('a container has settled when it has outlived its last life, however well it lived for days before', () => {
  expect(troubled(20, 1)).toBe(false);
  expect(troubled(20, 45)).toBe(true);
  expect(troubled(5, 1)).toBe(true);
});
