import type { EvidenceDraft } from '../../domain/finding.ts';
import type { KubernetesObject } from '../../domain/signals.ts';
import { FORMAT } from '../parameters.ts';
import type { Cluster } from './cluster.ts';
import { seen } from './observe.ts';
import { LEASES } from './parameters.ts';
import { fields, timeMs } from './read-objects.ts';

/**
 * A lease whose holder has stopped renewing it, quoted. Leases are held against the newest of them, as a recording may
 * have been made some time before the moment looked at; a lone one against that moment.
 */
export function staleLease(namespace: string, name: string, cluster: Cluster): EvidenceDraft | undefined {
  const lease = cluster.find('Lease', namespace, name);
  const renewed = lease === undefined ? undefined : renewedAt(lease);
  if (lease === undefined || renewed === undefined) return undefined;
  const others = cluster.ofKind('Lease').filter((other) => other !== lease);
  const read = others.length === 0 ? cluster.now : Math.max(...others.map((other) => renewedAt(other) ?? 0));
  const { holderIdentity, leaseDurationSeconds, renewTime } = fields(lease.spec);
  const lasts = Number(leaseDurationSeconds ?? Number.NaN) * FORMAT.millis;
  if (!(Math.min(read, cluster.now) - renewed > LEASES.durations * lasts)) return undefined;
  return seen(
    lease,
    `the lease was last renewed at ${String(renewTime)} by ${String(holderIdentity)}`,
    String(renewTime),
  );
}

function renewedAt(lease: KubernetesObject): number | undefined {
  return timeMs(fields(lease.spec).renewTime);
}
