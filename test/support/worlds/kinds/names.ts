import type { FaultKind } from '../fault-kind.ts';
import { changeSignal, drive } from '../scene.ts';
import { anExternal } from './places.ts';
import { callerOf, cutOff } from './routing.ts';

/** Names outside the cluster that nobody resolves. */
export const nameKinds: readonly FaultKind[] = [
  {
    id: 'resolver-behind-fails',
    causes: ['dns_resolution_failure'],
    where: anExternal,
    passes: true,
    strike(scene, part, fault) {
      // What the cluster's own server does not know it asks a server that fails: SERVFAIL, at once.
      const share = fault.scale(0.3, 1);
      drive(scene, part, 'unreachable', fault, share);
      scene.giveUpMs.set(part.role, 40);
      scene.problems.set(part.role, 'unresolved');
      changeSignal(scene, { role: 'coredns' }, 'failing', (base, i) => base + 0.16 * share * fault.course[i]!);
      changeSignal(scene, { role: 'coredns' }, 'upstream broken', (base, i) => base + 0.3 * fault.course[i]!);
      const caller = callerOf(scene, part);
      return {
        components: [
          `service/${part.name}`,
          `service/${caller.name}`,
          ...(scene.system.platform === 'kubernetes' ? ['service/coredns', 'service/kube-dns'] : []),
        ],
        complaint: `${caller.name} fails against ${part.name}`,
      };
    },
  },
  {
    id: 'name-deleted',
    causes: ['dns_resolution_failure'],
    where: anExternal,
    strike(scene, part, fault) {
      // Its owner let the record go: every server says that there is no such name.
      cutOff(scene, part, fault, 5, 'unknown-name');
      const caller = callerOf(scene, part);
      return {
        components: [`service/${part.name}`, `service/${caller.name}`],
        complaint: `${caller.name} does not reach ${part.name}`,
      };
    },
  },
];
