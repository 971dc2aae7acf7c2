import type { Fault, FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import type { Claim, Pod } from '../kubernetes/state.ts';
import type { Part } from '../part.ts';
import { type Scene, workloadOf } from '../scene.ts';
import { all, kubernetes } from './places.ts';
import { replacePods, unschedulable } from './pods.ts';

const withClaims = all(kubernetes, ({ stateful }) => stateful);

/** The first words of the scheduler, and its last ones, about all nodes. */
function of(n: number, why: string): string {
  return `0/${n} nodes are available: ${why} preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`;
}

/** Restarts a part's pods on changed claims: one of them, or all, cannot be placed. Returns the claims that failed. */
function withoutVolume(
  scene: Scene,
  part: Part,
  fault: Fault,
  why: string,
  change: (claim: Claim, n: number) => Claim,
): readonly Claim[] {
  const workload = workloadOf(scene, part);
  const pods = replacePods(scene, part, fault, 'all');
  const struck = scene.random.chance(0.65) ? pods : pods.slice(0, 1);
  for (const pod of pods) if (!struck.includes(pod)) stay(pod);
  workload.claims = workload.claims.map((claim, n) => (n < struck.length ? change(claim, n) : claim));
  unschedulable(scene, struck, fault, of(scene.nodes.length, why));
  return workload.claims.slice(0, struck.length);
}

function stay(pod: Pod): void {
  pod.down.fill(0);
  pod.ready = true;
}

function claimEvent(
  scene: Scene,
  part: Part,
  fault: Fault,
  { name }: Claim,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  objectEvent(scene, 'PersistentVolumeClaim', part.namespace, name, reason, message, {
    type,
    first: fault.from,
    // The controller looks every fifteen seconds.
    count: Math.max(1, Math.round((scene.axis.end - fault.from) / 15)),
    source: 'persistentvolume-controller',
  });
}

const UNBOUND = 'pod has unbound immediate PersistentVolumeClaims.';
const NONE_LEFT = 'no persistent volumes available for this claim and no storage class is set';

/** A volume that somebody made by hand. */
function volume(
  scene: Scene,
  name: string,
  storage: string,
  more: { phase?: string; labels?: Record<string, string>; claimRef?: unknown } = {},
): void {
  const object = plain('v1', 'PersistentVolume', undefined, name, scene.axis.end - 5e6, {
    spec: {
      capacity: { storage },
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
      persistentVolumeReclaimPolicy: 'Retain',
      nfs: { server: '10.0.0.40', path: `/exports/${name}` },
      ...(more.claimRef === undefined ? {} : { claimRef: more.claimRef }),
    },
    status: { phase: more.phase ?? 'Available' },
  });
  scene.objects.push({ ...object, metadata: { ...object.metadata, labels: more.labels } });
}

/** A claim made anew for a volume of its own. */
function fresh(claim: Claim, fault: Fault, more: Partial<Claim>): Claim {
  return { ...claim, volume: undefined, storageClass: '', createdAt: fault.from - 4, ...more };
}

export const claims: readonly FaultKind[] = [
  {
    id: 'volume-deleted-under-claim',
    causes: ['persistent_volume_claim_lost'],
    where: withClaims,
    strike(scene, part, fault) {
      const n = scene.nodes.length;
      const why = `${n} node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s).`;
      const lost = withoutVolume(scene, part, fault, why, (claim) => ({ ...claim, lost: true }));
      for (const claim of lost)
        objectEvent(
          scene,
          'PersistentVolumeClaim',
          part.namespace,
          claim.name,
          'ClaimLost',
          'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
          { first: fault.from - 6, last: fault.from - 6, source: 'persistentvolume-controller' },
        );
      return { complaint: `${part.name} does not come back` };
    },
  },
  {
    id: 'volume-already-bound',
    causes: ['pv_binding_occupied'],
    where: withClaims,
    strike(scene, part, fault) {
      // Another claim has it, or a deleted one had it and its volume was kept.
      const released = scene.random.chance(0.5);
      const pending = withoutVolume(scene, part, fault, UNBOUND, (claim, n) =>
        fresh(claim, fault, { wants: `${part.name}-restored-${n}` }),
      );
      for (const claim of pending) {
        volume(scene, claim.wants!, claim.size, {
          phase: released ? 'Released' : 'Bound',
          claimRef: {
            kind: 'PersistentVolumeClaim',
            namespace: part.namespace,
            name: released ? claim.name : `${part.name}-migration`,
            uid: 'd0b6f7c2-51a4-4a7e-9be1-7e0b5f5c0a11',
          },
        });
        const text = `volume "${claim.wants}" already bound to a different claim.`;
        claimEvent(scene, part, fault, claim, 'Warning', 'FailedBinding', text);
      }
      return { complaint: `${part.name} stays pending after its restore` };
    },
  },
  {
    id: 'volume-too-small',
    causes: ['pvc_capacity_mismatch'],
    where: withClaims,
    strike(scene, part, fault) {
      const named = scene.random.chance(0.6);
      const size = scene.random.pick(['80Gi', '100Gi', '1Ti']);
      const pending = withoutVolume(scene, part, fault, UNBOUND, (claim, n) =>
        fresh(claim, fault, { size, wants: named ? `${part.name}-nfs-${n}` : undefined }),
      );
      for (const [n, claim] of pending.entries()) {
        volume(scene, `${part.name}-nfs-${n}`, '50Gi');
        const text = `Cannot bind to requested volume "${claim.wants}": requested PV is too small`;
        if (named) claimEvent(scene, part, fault, claim, 'Warning', 'VolumeMismatch', text);
        else claimEvent(scene, part, fault, claim, 'Normal', 'FailedBinding', NONE_LEFT);
      }
      return { complaint: `${part.name} hangs since its volume was to grow` };
    },
  },
  {
    id: 'volume-labels-differ',
    causes: ['pvc_selector_mismatch'],
    where: withClaims,
    strike(scene, part, fault) {
      const pending = withoutVolume(scene, part, fault, UNBOUND, (claim) =>
        fresh(claim, fault, { selector: { tier: 'gold', app: part.name } }),
      );
      for (const [n, claim] of pending.entries()) {
        volume(scene, `${part.name}-nfs-${n}`, claim.size, { labels: { tier: 'standard', app: part.name } });
        claimEvent(scene, part, fault, claim, 'Normal', 'FailedBinding', NONE_LEFT);
      }
      return { complaint: `${part.name} has no volume` };
    },
  },
];
