import { FORMAT } from '../parameters.ts';
import { CONTAINERS, LATELY_MS, REPEATED } from './parameters.ts';
import { timeMs } from './read-objects.ts';
import type { ContainerStatus, Pod } from './types.ts';

/** A container that does not run, is not ready, or came back from a crash so lately that it is not over. */
export function isTroubled(status: ContainerStatus, pod: Pod, now: number): boolean {
  if (status.terminated?.exitCode === 0 || pod.phase === 'Succeeded') return false;
  if (!status.ready && !(status.init && status.terminated?.exitCode === 0)) return true;
  const restarted = timeMs(status.lastTerminated?.finishedAt);
  return status.restarts > 0 && (restarted === undefined || now - restarted < settledAfter(status, pod, now));
}

/**
 * A container that keeps dying is not settled before it has outlived its usual life, within reason. Its last life counts
 * where it was the shorter one: a pod may have lived well for days before.
 */
function settledAfter(status: ContainerStatus, pod: Pod, now: number): number {
  const born = pod.startedAt ?? pod.createdAt;
  if (born === undefined || status.restarts < REPEATED) return LATELY_MS;
  const lastLife = (lastLifeSeconds(status) ?? Number.POSITIVE_INFINITY) * FORMAT.millis;
  const usualLife = Math.min((now - born) / status.restarts, lastLife);
  return Math.max(LATELY_MS, Math.min(2 * usualLife, CONTAINERS.longestUnsettledMs));
}

/** Seconds that the container last lived, where both ends are known. */
export function lastLifeSeconds(status: ContainerStatus): number | undefined {
  const ended = status.lastTerminated ?? status.terminated;
  const from = timeMs(ended?.startedAt);
  const to = timeMs(ended?.finishedAt);
  return from === undefined || to === undefined ? undefined : (to - from) / FORMAT.millis;
}

/** Whether the container waits to be started again after failing. */
export function isCrashLooping(status: ContainerStatus): boolean {
  return status.waiting?.reason === 'CrashLoopBackOff';
}
