import { timeMs } from './read-objects.ts';
import type { ContainerStatus, Pod } from './types.ts';

/** How long after its last restart a container that runs and is ready still counts as troubled, in milliseconds. */
const SETTLED_AFTER_MS = 10 * 60_000;

/** A container that does not run, is not ready, or came back from a crash so lately that it is not over. */
export function isTroubled(status: ContainerStatus, pod: Pod, now: number): boolean {
  if (status.terminated?.exitCode === 0 || pod.phase === 'Succeeded') return false;
  if (!status.ready && !(status.init && status.terminated?.exitCode === 0)) return true;
  const restarted = timeMs(status.lastTerminated?.finishedAt);
  return status.restarts > 0 && (restarted === undefined || now - restarted < SETTLED_AFTER_MS);
}

/** Seconds that the container last lived, where both ends are known. */
export function lastLifeSeconds(status: ContainerStatus): number | undefined {
  const ended = status.lastTerminated ?? status.terminated;
  const from = timeMs(ended?.startedAt);
  const to = timeMs(ended?.finishedAt);
  return from === undefined || to === undefined ? undefined : (to - from) / 1000;
}

/** Whether the container waits to be started again after failing. */
export function isCrashLooping(status: ContainerStatus): boolean {
  return status.waiting?.reason === 'CrashLoopBackOff';
}
