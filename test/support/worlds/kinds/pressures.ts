import type { Fault, FaultKind } from '../fault-kind.ts';
import type { Part } from '../part.ts';
import { changeNode, changeSignal, drive, podsOf, type Scene, toward } from '../scene.ts';
import { figureKind } from './figure.ts';
import { nodeUnder } from './infrastructure.ts';
import { all, aProgram, aService, kubernetes, runs } from './places.ts';

/** What its pods hold of their memory limit: at rest where that is not usual, and how it changes. */
function memoryOf(scene: Scene, part: Part, change: (base: number, index: number) => number): void {
  for (const { name } of podsOf(scene, part)) changeSignal(scene, part, `memory ${name}`, change);
}

interface Memory {
  readonly id: string;
  readonly causes?: readonly string[];
  readonly where?: FaultKind['where'];
  readonly shape?: FaultKind['shape'];
  readonly base?: number;
  readonly worst: number;
  /** Times as long as it takes for an answer. */
  readonly slower?: number;
  /** Its machine has little left, and loses what it takes. */
  readonly takes?: true;
}

/** A program whose memory grows, and that is slow with it. */
function memoryKind({ base, worst, slower = 1.8, takes, ...kind }: Memory): FaultKind {
  return {
    causes: ['pod_memory_pressure'],
    where: all(kubernetes, aService),
    figure: true,
    ...kind,
    measured(scene, part) {
      if (base !== undefined) memoryOf(scene, part, () => base);
      if (takes) changeNode(scene, nodeUnder(scene, part).name, 'memory', () => 0.88);
    },
    strike(scene, part, fault) {
      memoryOf(scene, part, toward(fault, worst));
      if (takes) {
        const { name } = nodeUnder(scene, part);
        const grown = (worst - (base ?? part.memoryShare)) * part.memoryLimit;
        const { memory } = scene.system.nodes.find((node) => node.name === name)!;
        changeNode(scene, name, 'memory', (share, i) => share + (1.1 * grown * fault.course[i]!) / memory);
      }
      drive(scene, part, 'latencyFactor', fault, slower);
      return { complaint: `${part.name} is slow` };
    },
  };
}

/** Minutes after which a worker that has grown too large is replaced: `reload-on-rss` of uWSGI, Passenger's memory limit. */
const RECYCLED_MINUTES = 9;

/** How far the process has come that runs at a moment, 0 to 1, since the first began to leak. */
function tooth({ from, course }: Fault, time: number, index: number): number {
  const minutes = Math.max(0, (time - from) / 60) % RECYCLED_MINUTES;
  return course[index] === 0 ? 0 : minutes / (RECYCLED_MINUTES - 1);
}

const platform =
  (name: string): FaultKind['where'] =>
  (_, system) =>
    system.platform === name;

/** What presses a program from within, told by figures that most systems measure. */
export const pressureKinds: readonly FaultKind[] = [
  {
    id: 'recycled-as-it-leaks',
    causes: ['memory_leak'],
    where: all(kubernetes, aProgram),
    figure: true,
    measured: (scene, part) => memoryOf(scene, part, () => 0.34),
    strike(scene, part, fault) {
      memoryOf(scene, part, (base, i) => base + (0.86 - 0.34) * tooth(fault, scene.axis.at(i), i));
      drive(scene, part, 'latencyFactor', fault, 1.6);
      return { complaint: `${part.name} is slow` };
    },
  },
  memoryKind({ id: 'memory-leaks', causes: ['memory_leak'], shape: 'gradual', base: 0.3, worst: 0.74 }),
  memoryKind({ id: 'memory-leaps-half-way', base: 0.28, worst: 0.68 }),
  memoryKind({ id: 'memory-leaps-far', base: 0.34, worst: 0.88 }),
  memoryKind({ id: 'memory-leaps-to-limit', base: 0.5, worst: 0.945 }),
  memoryKind({
    id: 'memory-leaps-on-machine',
    where: all(platform('vm'), aService, runs('node', 'python', 'go')),
    base: 0.06,
    worst: 0.5,
  }),
  memoryKind({ id: 'memory-takes-its-machine', base: 0.3, worst: 0.85, takes: true }),
  {
    id: 'memory-rose-just-now',
    causes: ['pod_memory_pressure'],
    where: all(kubernetes, aService),
    figure: true,
    measured: (scene, part) => memoryOf(scene, part, () => 0.5),
    strike(scene, part, fault) {
      const { points } = scene.axis;
      memoryOf(scene, part, (base, i) => (i < points - 2 ? base : 0.89));
      drive(scene, part, 'latencyFactor', fault, 1.8);
      return { complaint: `${part.name} is slow` };
    },
  },
  {
    // Page cache and heaps of fixed size fill a limit by design.
    id: 'rejects-beside-full-memory',
    causes: ['thread_pool_exhausted'],
    where: all(kubernetes, aService, runs('jvm')),
    measured: (scene, part) => memoryOf(scene, part, () => 0.93),
    strike(scene, part, fault) {
      changeSignal(scene, part, 'threads busy', toward(fault, 200));
      drive(scene, part, 'errors', fault, fault.scale(0.08, 0.3));
      return { complaint: `${part.name} refuses requests` };
    },
  },
  {
    id: 'burns-and-is-held-back',
    causes: ['pod_cpu_overload', 'pod_cpu_throttled'],
    where: all(kubernetes, aService),
    figure: true,
    measured(scene, part) {
      for (const pod of podsOf(scene, part))
        scene.addedSeries.push({
          role: part.role,
          name: 'container_cpu_cfs_throttled_seconds_total',
          type: 'counter',
          labels: { job: 'kubelet', namespace: part.namespace, pod: pod.name, container: part.name },
          base: 0.01,
        });
    },
    strike(scene, part, fault) {
      changeSignal(scene, part, 'container_cpu_cfs_throttled_seconds_total', toward(fault, 0.3));
      changeSignal(scene, part, 'container cpu', (base, i) => base * (1 + 1.6 * fault.course[i]!));
      drive(scene, part, 'latencyFactor', fault, 1.8);
      return { complaint: `${part.name} is slow` };
    },
  },
  {
    id: 'slower-as-it-computes',
    causes: ['pod_cpu_overload', 'latency_regression'],
    where: all(kubernetes, aService, ({ calls }) => calls.length === 0),
    figure: true,
    strike(scene, part, fault) {
      drive(scene, part, 'cpuFactor', fault, 4);
      drive(scene, part, 'latencyFactor', fault, 12);
      return { complaint: `${part.name} is slow` };
    },
  },
  {
    // What more requests alone bring about is theirs.
    id: 'event-loop-lags-by-load',
    causes: ['traffic_spike'],
    where: all(aService, runs('node'), ({ entryRps }) => entryRps > 0),
    figure: true,
    strike(scene, part, fault) {
      changeSignal(scene, part, 'event loop lag', (base, i) => base + 0.3 * fault.course[i]!);
      drive(scene, part, 'traffic', fault, 2.6);
      drive(scene, part, 'latencyFactor', fault, 1.8);
      return { complaint: `${part.name} is slow` };
    },
  },
  figureKind({
    id: 'held-back-at-its-usual-use',
    causes: ['pod_cpu_throttled'],
    where: all(kubernetes, aService),
    of: 'pods',
    series: [{ name: 'container_cpu_cfs_throttled_seconds_total', type: 'counter', base: 0.01, worst: 0.28 }],
    slower: 60,
  }),
];
