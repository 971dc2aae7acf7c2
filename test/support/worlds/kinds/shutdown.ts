import type { FaultKind } from '../fault-kind.ts';
import { objectEvent, podEvent } from '../kubernetes/events.ts';
import { suffix } from '../kubernetes/make.ts';
import { removePod } from '../kubernetes/renew.ts';
import type { Pod } from '../kubernetes/state.ts';
import type { Part, System } from '../part.ts';
import { podsOf, type Scene } from '../scene.ts';
import { all, kubernetes, runs } from './places.ts';

/** A service of several pods that others call. */
const calledInPairs = (part: Part, { parts }: System) =>
  part.kind === 'service' &&
  part.replicas > 1 &&
  parts.some(({ calls }) => calls.some(({ role }) => role === part.role));

/** Moves one pod elsewhere at `time` (unix seconds): its successor is ready before it is told to end. */
function movePod(scene: Scene, pod: Pod, time: number): void {
  const { axis, random } = scene;
  const { part } = pod;
  const set = pod.name.replace(/-[^-]+$/, '');
  const heir: Pod = {
    ...pod,
    name: `${set}-${suffix(random, 5)}`,
    node: random.pick(scene.nodes).name,
    ip: pod.ip.replace(/\d+$/, String(random.whole(120, 250))),
    createdAt: time - 40,
    firstSeen: time - 40,
    readySince: time - 15,
    restarts: [],
    lastTerminated: undefined,
    down: new Uint8Array(axis.points).fill(1, 0, axis.indexOf(time - 15)),
    unscraped: new Uint8Array(axis.points),
  };
  scene.pods.push(heir);
  removePod(scene, pod, time);
  podEvent(scene, pod, 'Evicted', 'Evicted pod: Underutilized', {
    type: 'Normal',
    first: time - 45,
    last: time - 45,
    source: 'karpenter',
  });
  podEvent(scene, pod, 'Killing', `Stopping container ${part.name}`, { type: 'Normal', first: time, last: time });
  const created = { type: 'Normal' as const, first: time - 40, last: time - 40, source: 'replicaset-controller' };
  objectEvent(scene, 'ReplicaSet', part.namespace, set, 'SuccessfulCreate', `Created pod: ${heir.name}`, created);
}

export const shutdowns: readonly FaultKind[] = [
  {
    id: 'ends-without-draining',
    causes: ['graceful_shutdown_missing'],
    where: all(kubernetes, calledInPairs, runs('go', 'node', 'python')),
    strike(scene, part, fault) {
      // Pods are moved again and again. The program ends at once when it is told to: what was under way is cut off, and
      // what arrives until every node has heard of it is refused.
      const values = scene.drives.get(part.role)!.unreachable;
      const lost = fault.scale(0.04, 0.3);
      const pause = scene.random.whole(150, 260);
      for (let time = fault.from + 5; time < scene.axis.end - 20; time += pause) {
        movePod(scene, podsOf(scene, part)[0]!, time);
        const i = scene.axis.indexOf(time);
        if (i < values.length) values[i]! += lost;
      }
      scene.problems.set(part.role, scene.random.pick(['reset', 'refused']));
      return { complaint: `every time a pod of ${part.name} is moved there are errors` };
    },
  },
];
