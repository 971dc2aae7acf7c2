import type { Part } from '../part.ts';
import { podsOf, type Scene, workloadOf } from '../scene.ts';
import { suffix } from './make.ts';
import type { Pod } from './state.ts';

/**
 * Makes a new revision of a part's pods at `time` (unix seconds). The old ones of a Deployment depart: what was
 * measured of them stays, their objects are gone. Those of a StatefulSet keep their names. The new pods are returned.
 */
export function renewPods(scene: Scene, part: Part, time: number, readyAfter = 20): readonly Pod[] {
  const workload = workloadOf(scene, part);
  workload.revision++;
  workload.rolledAt = time;
  const hash = suffix(scene.random, 10);
  const old = podsOf(scene, part);
  for (const pod of old) scene.pods.splice(scene.pods.indexOf(pod), 1);
  const renewed = old.map((pod, n) => {
    const createdAt = time + n * 6;
    const down = part.stateful ? pod.down : downBefore(scene, createdAt + readyAfter);
    return {
      ...pod,
      name: part.stateful ? pod.name : `${part.name}-${hash}-${suffix(scene.random, 5)}`,
      ip: part.stateful ? pod.ip : pod.ip.replace(/\d+$/, (last) => String((Number(last) + 97 + n) % 250)),
      createdAt,
      firstSeen: part.stateful ? pod.firstSeen : createdAt,
      readySince: createdAt + readyAfter,
      revision: workload.revision,
      image: workload.image,
      restarts: [],
      lastTerminated: undefined,
      down,
      unscraped: new Uint8Array(scene.axis.points),
    };
  });
  if (!part.stateful) for (const pod of old) depart(scene, pod, time + readyAfter);
  scene.pods.push(...renewed);
  return renewed;
}

/** Lets a pod be gone from `time` on. It must no longer be among the scene's pods. */
function depart(scene: Scene, pod: Pod, time: number): void {
  for (let i = scene.axis.indexOf(time); i < scene.axis.points; i++) pod.down[i] = 1;
  scene.departed.push({ ...pod, goneAt: time });
}

/** Takes a pod's object away at `time`, as a drained node or a deleted pod does. */
export function removePod(scene: Scene, pod: Pod, time: number): void {
  scene.pods.splice(scene.pods.indexOf(pod), 1);
  depart(scene, pod, time);
}

function downBefore(scene: Scene, time: number): Uint8Array {
  return new Uint8Array(scene.axis.points).fill(1, 0, scene.axis.indexOf(time));
}
