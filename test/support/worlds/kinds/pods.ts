import type { Fault } from '../fault-kind.ts';
import { objectEvent, podEvent } from '../kubernetes/events.ts';
import { suffix } from '../kubernetes/make.ts';
import { renewPods } from '../kubernetes/renew.ts';
import type { Pod, Terminated } from '../kubernetes/state.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { podsOf, type Scene, workloadOf } from '../scene.ts';

/** How many pods a fault of this kind takes: all, or only those of a rollout that goes no further. */
export type Reach = 'all' | 'rollout';

/** Draws whether a bad template took the whole workload (it was recreated) or stopped at the first new pod. */
export function drawReach(scene: Scene, part: Part): Reach {
  return part.stateful || scene.random.chance(0.65) ? 'all' : 'rollout';
}

/** Replaces the pods of a part (or adds one of a new revision) at the fault's beginning; the new ones are returned, down. */
export function replacePods(scene: Scene, part: Part, fault: Fault, reach: Reach): readonly Pod[] {
  const { axis } = scene;
  // Only where it is recreated does a bad template take every pod.
  if (reach === 'all') workloadOf(scene, part).strategy = 'Recreate';
  const fresh = reach === 'all' ? renewPods(scene, part, fault.from) : [extraPod(scene, part, fault)];
  for (const pod of fresh) {
    for (let i = axis.indexOf(pod.createdAt); i < axis.points; i++) pod.down[i] = fault.acts(axis.at(i)) ? 1 : 0;
    pod.readySince = fault.until ?? pod.createdAt;
    pod.ready = fault.until !== undefined;
  }
  if (!part.stateful) {
    const set = fresh[0]!.name.replace(/-[^-]+$/, '');
    const told = { type: 'Normal' as const, first: fault.from, last: fault.from, source: 'deployment-controller' };
    const count = reach === 'all' ? fresh.length : 1;
    objectEvent(
      scene,
      'Deployment',
      part.namespace,
      part.name,
      'ScalingReplicaSet',
      `Scaled up replica set ${set} to ${count}`,
      told,
    );
  }
  return fresh;
}

/** The first pod of a rollout that waits for it. */
function extraPod(scene: Scene, part: Part, fault: Fault): Pod {
  const { axis, random } = scene;
  const workload = workloadOf(scene, part);
  workload.revision++;
  workload.rolledAt = fault.from;
  const [like] = podsOf(scene, part);
  const extra: Pod = {
    ...like!,
    name: `${part.name}-${suffix(random, 10)}-${suffix(random, 5)}`,
    ip: like!.ip.replace(/\d+$/, String(random.whole(180, 250))),
    createdAt: fault.from,
    firstSeen: fault.from,
    revision: workload.revision,
    image: workload.image,
    restarts: [],
    lastTerminated: undefined,
    down: new Uint8Array(axis.points).fill(1, 0, axis.indexOf(fault.from)),
    unscraped: new Uint8Array(axis.points),
  };
  scene.pods.push(extra);
  return extra;
}

/** A pod that waits for ever: its image, its settings. Kubelet says why again and again. */
export function neverStarts(
  scene: Scene,
  pods: readonly Pod[],
  fault: Fault,
  waiting: { reason: string; message: string },
  events: readonly (readonly [reason: string, message: string])[],
): void {
  for (const pod of pods) {
    if (fault.until === undefined) {
      pod.phase = 'Pending';
      pod.ready = false;
      pod.waiting = waiting;
    }
    for (const [reason, message] of events)
      podEvent(scene, pod, reason, message, {
        first: fault.from + 5,
        last: fault.until ?? scene.axis.end - 20,
        count: Math.max(2, Math.round(((fault.until ?? scene.axis.end) - fault.from) / 120)),
      });
  }
}

/** A pod for which the scheduler finds no node. */
export function unschedulable(scene: Scene, pods: readonly Pod[], fault: Fault, message: string): void {
  for (const pod of pods) {
    if (fault.until === undefined) {
      pod.node = undefined;
      pod.phase = 'Pending';
      pod.ready = false;
      pod.unschedulable = message;
    }
    podEvent(scene, pod, 'FailedScheduling', message, {
      first: fault.from + 1,
      last: fault.until ?? scene.axis.end - 40,
      count: Math.max(1, Math.round((scene.axis.end - fault.from) / 300)),
      source: 'default-scheduler',
    });
  }
}

export interface Crash {
  readonly reason: 'Error' | 'OOMKilled' | 'ContainerCannotRun' | 'StartError' | 'Completed';
  readonly exitCode: number;
  readonly message?: string;
  /** How long the container lives each time, seconds. */
  readonly lives: number;
}

/** A container that ends soon after each start and waits longer each time, as the kubelet lets it. */
export function crashLoop(
  scene: Scene,
  pods: readonly Pod[],
  fault: Fault,
  crash: Crash,
  words?: () => Parameters<typeof say>[3] extends () => infer T ? T : never,
): void {
  const end = fault.until ?? scene.axis.end;
  for (const pod of pods) {
    let time = Math.max(fault.from, pod.createdAt) + 6;
    let wait = 10;
    const deaths: number[] = [];
    while (time + crash.lives < end && deaths.length < 60) {
      time += crash.lives;
      deaths.push(time);
      if (words !== undefined)
        say(
          scene,
          pod.part,
          { from: time - 1, until: time, perMinute: 0, level: 'error', pod, whileDown: true },
          words,
        );
      time += wait;
      if (time < end) pod.restarts.push(time);
      wait = Math.min(300, wait * 2);
    }
    const died = deaths.at(-1) ?? end - 30;
    const last: Terminated = {
      reason: crash.reason,
      exitCode: crash.exitCode,
      message: crash.message,
      at: died,
      seconds: crash.lives,
    };
    pod.lastTerminated = last;
    for (let i = 0; i < scene.axis.points; i++) {
      const at = scene.axis.at(i);
      if (at < fault.from || at > end) continue;
      pod.down[i] = deaths.some((death) => at >= death - crash.lives && at < death) && crash.lives > 60 ? 0 : 1;
    }
    if (fault.until !== undefined) continue;
    pod.ready = false;
    pod.readySince = Math.min(died, deaths[0] ?? died);
    pod.waiting = {
      reason: 'CrashLoopBackOff',
      message: `back-off ${wait >= 300 ? '5m0s' : `${wait}s`} restarting failed container=${pod.part.name} pod=${pod.name}_${pod.part.namespace}(4f0c)`,
    };
    podEvent(
      scene,
      pod,
      'BackOff',
      `Back-off restarting failed container ${pod.part.name} in pod ${pod.name}_${pod.part.namespace}(4f0c)`,
      { first: deaths[0] ?? fault.from, count: Math.max(2, deaths.length * 4) },
    );
  }
}

/** Takes pods out of service from the fault's beginning to its end, without a word about why. */
export function takeDown(scene: Scene, pods: readonly Pod[], fault: Fault): void {
  for (const pod of pods) {
    for (let i = 0; i < scene.axis.points; i++) if (fault.acts(scene.axis.at(i))) pod.down[i] = 1;
    pod.readySince = fault.until ?? fault.from;
    if (fault.until === undefined) pod.ready = false;
  }
}
