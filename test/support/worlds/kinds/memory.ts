import type { FaultKind } from '../fault-kind.ts';
import { changeSignal, drive, everPodsOf, podsOf } from '../scene.ts';
import { all, aService, kubernetes } from './places.ts';

export const memoryKinds: readonly FaultKind[] = [
  {
    id: 'memory-near-limit',
    causes: ['pod_memory_pressure'],
    where: all(kubernetes, aService),
    passes: true,
    strike(scene, part, fault) {
      // Next to its limit the kernel takes pages back all the time and reads the program's own text from disk again:
      // it is slow and nobody kills it.
      const share = fault.scale(0.93, 0.99);
      const pods = podsOf(scene, part);
      const struck = scene.random.chance(0.6) ? pods : pods.slice(0, 1);
      // Those that a rollout has replaced since were struck as well, each in the place that a new one has taken.
      const gone = everPodsOf(scene, part).slice(pods.length);
      for (const pod of [...struck, ...gone.slice(0, struck.length)])
        changeSignal(scene, part, `memory ${pod.name}`, (base, i) => base + (share - base) * fault.course[i]!);
      const slower = fault.scale(1.8, 5);
      drive(scene, part, 'latencyFactor', fault, 1 + (slower - 1) * (struck.length / pods.length));
      drive(scene, part, 'cpuFactor', fault, 1.3);
      return { complaint: `${part.name} is slow` };
    },
  },
];
