import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubelet } from '../kubelet/kubelet.ts';
import type { Pod, Revision } from '../kubelet/pod.ts';
import type { ServiceSpec } from '../system.ts';
import type { EventRecorder } from './events.ts';

/** A Deployment, or the database's StatefulSet, with its revisions and pods; it changes. */
export interface Workload {
  readonly spec: ServiceSpec;
  readonly uid: string;
  readonly createdAt: Date;
  replicas: number;
  /** Oldest first; the last one runs. */
  readonly revisions: Revision[];
  readonly pods: Pod[];
  /** Counts changes of what is wanted. */
  generation: number;
  /** When the last rollout began. */
  rolledOutAt: Date;
}

export interface WorkloadController {
  /** A new revision, rolled out pod by pod; settles when the old pods are gone or the new ones do not get ready. */
  rollOut(
    workload: Workload,
    change: Partial<Pick<Revision, 'image' | 'env' | 'cause' | 'restartedAt'>>,
  ): Promise<void>;
  /** Back to the revision before, as a new one. */
  undo(workload: Workload): Promise<void>;
  scale(workload: Workload, replicas: number): Promise<void>;
}

/** Kubernetes' alphabet of generated names; a revision's hash is a number whose digits are written as these ten. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';
const DIGITS = '456789bcdf';
const READY_MS = 30_000;

/** Text as the API server generates it. */
function generatedName(length: number, alphabet = SAFE): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

export function createWorkload(spec: ServiceSpec, createdAt: Date): Workload {
  const image = spec.kind === 'database' ? 'postgres:18.4' : `registry.example.com/shop/${spec.name}:1.0.0`;
  const revision: Revision = { number: 1, hash: generatedName(9, DIGITS), image, env: {}, createdAt };
  return {
    spec,
    uid: randomUUID(),
    createdAt,
    replicas: spec.replicas,
    revisions: [revision],
    pods: [],
    generation: 1,
    rolledOutAt: createdAt,
  };
}

/** The revision that is wanted. */
export function currentRevision({ revisions }: Workload): Revision {
  return revisions.at(-1) as Revision;
}

export function createWorkloadController(parts: {
  readonly kubelet: Kubelet;
  readonly events: EventRecorder;
  readonly nextAddress: () => string;
}): WorkloadController {
  const { kubelet, events } = parts;

  function add(workload: Workload, createdAt = new Date()): Pod {
    const { spec } = workload;
    const revision = currentRevision(workload);
    const name = spec.kind === 'database' ? `${spec.name}-0` : `${spec.name}-${revision.hash}-${generatedName(5)}`;
    const pod: Pod = {
      name,
      uid: randomUUID(),
      service: spec,
      revision,
      ip: parts.nextAddress(),
      createdAt,
      state: { kind: 'waiting', reason: 'ContainerCreating' },
      restarts: 0,
      ready: false,
      readyChangedAt: createdAt,
      deleting: false,
    };
    workload.pods.push(pod);
    events.record(pod, 'Normal', 'Scheduled', `Successfully assigned ${name} to the node`);
    kubelet.run(pod);
    return pod;
  }

  async function drop(workload: Workload, pod: Pod): Promise<void> {
    await kubelet.remove(pod);
    workload.pods.splice(workload.pods.indexOf(pod), 1);
  }

  async function isReady(pod: Pod): Promise<boolean> {
    for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(100)) if (pod.ready) return true;
    return false;
  }

  const target = ({ spec, uid }: Workload) => ({
    kind: spec.kind === 'database' ? 'StatefulSet' : 'Deployment',
    name: spec.name,
    uid,
  });

  async function fill(workload: Workload): Promise<void> {
    while (workload.pods.length < workload.replicas) add(workload, workload.createdAt);
  }

  return {
    rollOut: async (workload, change) => {
      const before = currentRevision(workload);
      const revision = {
        ...before,
        ...change,
        number: before.number + 1,
        hash: generatedName(9, DIGITS),
        createdAt: new Date(),
      };
      workload.revisions.push(revision);
      workload.rolledOutAt = revision.createdAt;
      workload.generation += 1;
      const set = `${workload.spec.name}-${revision.hash}`;
      events.record(target(workload), 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${set} to 1`);
      for (const old of [...workload.pods]) {
        if (!(await isReady(add(workload)))) return;
        await drop(workload, old);
      }
    },
    undo: async (workload) => {
      const before = workload.revisions.at(-2);
      if (before === undefined) return;
      const history = [...(before.history ?? []), before.number];
      const revision = { ...before, history, number: currentRevision(workload).number + 1 };
      // As Kubernetes does: the old ReplicaSet gets the new number.
      workload.revisions.splice(workload.revisions.indexOf(before), 1);
      workload.revisions.push(revision);
      workload.rolledOutAt = new Date();
      workload.generation += 1;
      for (const old of workload.pods.filter((pod) => pod.revision.hash !== revision.hash)) {
        await isReady(add(workload));
        await drop(workload, old);
      }
    },
    scale: async (workload, replicas) => {
      const before = workload.replicas;
      workload.replicas = replicas;
      if (before !== replicas) {
        workload.generation += 1;
        const set = `${workload.spec.name}-${currentRevision(workload).hash}`;
        const way = replicas < before ? 'down' : 'up';
        const message = `Scaled ${way} replica set ${set} to ${replicas} from ${before}`;
        events.record(target(workload), 'Normal', 'ScalingReplicaSet', message);
      }
      await Promise.all(workload.pods.slice(replicas).map((pod) => drop(workload, pod)));
      await fill(workload);
    },
  };
}
