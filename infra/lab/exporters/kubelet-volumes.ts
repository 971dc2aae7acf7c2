import type { Volume } from '../database/volume.ts';
import { NAMESPACE } from '../system.ts';
import type { Family } from './exposition.ts';

/** What the kubelet says of the database's volume. */
export function volumeMetrics(volume: Volume): Family[] {
  const labels = { namespace: NAMESPACE, persistentvolumeclaim: 'data-db-0' };
  const free = volume.freeBytes();
  const gauge = (name: string, help: string, value: number): Family => ({
    name,
    type: 'gauge',
    help,
    samples: [[labels, value]],
  });
  return [
    gauge('kubelet_volume_stats_available_bytes', 'Number of available bytes in the volume', free),
    gauge('kubelet_volume_stats_capacity_bytes', 'Capacity in bytes of the volume', volume.sizeBytes),
    gauge('kubelet_volume_stats_used_bytes', 'Number of used bytes in the volume', volume.sizeBytes - free),
  ];
}
