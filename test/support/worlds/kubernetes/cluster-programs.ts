import type { Scene } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { plain } from './cluster-objects.ts';
import type { KubeObject } from './state.ts';

/** A program of kube-system that ends soon after each start. */
export interface FallenProgram {
  readonly name: string;
  readonly pod: string;
  readonly image: string;
  readonly node: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner: { readonly kind: 'DaemonSet' | 'Node'; readonly name: string };
  /** What it says before it ends. */
  readonly words: string;
  /** Unix seconds. */
  readonly since: number;
}

/** The pod of a program that crashes again and again, with the kubelet's event about it. */
export function fallenPod(scene: Scene, one: FallenProgram): KubeObject {
  const since = rfc3339(Math.round(one.since));
  const restarts = 3 + Math.round((scene.axis.end - one.since) / 290);
  const container = { name: one.name, image: one.image };
  scene.events.push({
    type: 'Warning',
    reason: 'BackOff',
    message: `Back-off restarting failed container ${one.name} in pod ${one.pod}_kube-system(5b1d)`,
    kind: 'Pod',
    name: one.pod,
    namespace: 'kube-system',
    source: 'kubelet',
    node: one.node,
    container: one.name,
    first: one.since + 25,
    last: scene.axis.end - 11,
    count: restarts * 8,
  });
  const unready = { reason: 'ContainersNotReady', message: `containers with unready status: [${one.name}]` };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: one.pod,
      namespace: 'kube-system',
      labels: one.labels,
      creationTimestamp: rfc3339(Math.round(one.since - 40)),
      ownerReferences: [{ apiVersion: 'v1', controller: true, uid: `uid-${one.owner.name}`, ...one.owner }],
    },
    spec: { nodeName: one.node, hostNetwork: true, priorityClassName: 'system-node-critical', containers: [container] },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: since },
        { type: 'Ready', status: 'False', lastTransitionTime: since, ...unready },
      ],
      containerStatuses: [
        {
          ...container,
          ready: false,
          restartCount: restarts,
          state: {
            waiting: {
              reason: 'CrashLoopBackOff',
              message: `back-off 5m0s restarting failed container=${one.name} pod=${one.pod}_kube-system(5b1d)`,
            },
          },
          lastState: {
            terminated: {
              exitCode: 1,
              reason: 'Error',
              message: one.words,
              startedAt: rfc3339(scene.axis.end - 142),
              finishedAt: rfc3339(scene.axis.end - 140),
            },
          },
        },
      ],
    },
  };
}

/** The pod of a program of kube-system that is well. */
export function standingPod(scene: Scene, one: Omit<FallenProgram, 'words' | 'since'>, age = 6e6): KubeObject {
  const container = { name: one.name, image: one.image };
  const at = rfc3339(Math.round(scene.axis.end - age));
  const pod = plain('v1', 'Pod', 'kube-system', one.pod, scene.axis.end - age, {
    spec: { nodeName: one.node, hostNetwork: true, containers: [container] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at }],
      containerStatuses: [
        { ...container, ready: true, restartCount: 0, state: { running: { startedAt: at } }, lastState: {} },
      ],
    },
  });
  const owners = [{ apiVersion: 'v1', controller: true, uid: `uid-${one.owner.name}`, ...one.owner }];
  return { ...pod, metadata: { ...pod.metadata, labels: one.labels, ownerReferences: owners } };
}
