import { rolloutEvents } from '../kubernetes/events.ts';
import { renewPods } from '../kubernetes/renew.ts';
import { commitId } from '../noise/innocent.ts';
import type { Part } from '../part.ts';
import { type Change, type Scene, workloadOf } from '../scene.ts';

/** Writes down a change and returns its id. */
export function recordChange(
  scene: Scene,
  part: Part | undefined,
  time: number,
  change: Omit<Change, 'time' | 'id' | 'service'>,
): string {
  const id = commitId(scene);
  scene.changes.push({
    time,
    id,
    service: part?.name,
    author: scene.random.pick(['dana', 'imre', 'li', 'noor', 'sam']),
    ...change,
  });
  return id;
}

/** Lets the pods follow a changed template, as a rollout does; nothing happens where there is no cluster. */
export function rollOut(scene: Scene, part: Part, time: number): void {
  if (scene.system.platform !== 'kubernetes') return;
  rolloutEvents(scene, workloadOf(scene, part), renewPods(scene, part, time - 20));
}

/** Brings the image back that ran before the last release. */
export function rollBack(scene: Scene, part: Part, time: number): void {
  const workload = workloadOf(scene, part);
  const { image, previousImage } = workload;
  workload.image = previousImage ?? image;
  workload.previousImage = image;
  workload.podLabels = { ...workload.podLabels, 'app.kubernetes.io/version': workload.image.split(':').at(-1)! };
  recordChange(scene, part, time, {
    kind: 'deploy',
    summary: `Roll back to ${workload.image.split(':').at(-1)}`,
    files: [],
  });
  rollOut(scene, part, time);
}

/** A release that rolls out well as far as Kubernetes can tell: new pods, ready within half a minute. Returns its version. */
export function release(scene: Scene, part: Part, time: number): string {
  const workload = workloadOf(scene, part);
  const version = `1.${scene.random.whole(1, 30)}.0`;
  workload.previousImage = workload.image;
  workload.image = `${part.image}:${version}`;
  workload.podLabels = { ...workload.podLabels, 'app.kubernetes.io/version': version };
  if (scene.system.platform !== 'kubernetes') return version;
  rolloutEvents(scene, workload, renewPods(scene, part, time - 20));
  return version;
}
