import type { Volume } from '../database/volume.ts';
import { usageOf } from '../kubelet/usage.ts';
import type { Family } from './exposition.ts';

/** As large as the API server says. */
const CORES = 8;
const MEMORY_BYTES = 16 * 2 ** 30;

/**
 * Makes what node_exporter says of a node that runs the lab's pods and nothing else, and of the file system of the
 * database's volume: how busy this machine is with other things is none of the shop's business.
 */
export function createNodeMetrics(pids: () => readonly number[], volume: Volume): () => Family[] {
  let looked = performance.now();
  const seen = new Map<number, number>();
  let busySeconds = 0;
  let idleSeconds = 0;
  return () => {
    let memory = 0;
    let used = 0;
    for (const pid of pids()) {
      const usage = usageOf(pid);
      if (usage === undefined) continue;
      // What a process used before it was first seen lies before this moment.
      used += Math.max(0, usage.cpuSeconds - (seen.get(pid) ?? usage.cpuSeconds));
      seen.set(pid, usage.cpuSeconds);
      memory += usage.memoryBytes;
    }
    const passed = ((performance.now() - looked) / 1000) * CORES;
    looked = performance.now();
    busySeconds += Math.min(used, passed);
    idleSeconds += Math.max(0, passed - used);
    return nodeFamilies({ busySeconds, idleSeconds, availableBytes: MEMORY_BYTES - memory }, volume);
  };
}

function nodeFamilies(
  node: { readonly busySeconds: number; readonly idleSeconds: number; readonly availableBytes: number },
  volume: Volume,
): Family[] {
  const filesystem = { device: '/dev/nvme1n1', fstype: 'ext4', mountpoint: '/var/lib/kubelet/pods/db-0/volumes/data' };
  const gauge = (name: string, help: string, value: number, labels: Readonly<Record<string, string>> = {}): Family => ({
    name,
    type: 'gauge',
    help,
    samples: [[labels, value]],
  });
  return [
    {
      name: 'node_cpu_seconds_total',
      type: 'counter',
      help: 'Seconds the CPUs spent in each mode.',
      samples: Array.from({ length: CORES }, (_, cpu) => cpu).flatMap((cpu) => [
        [{ cpu: String(cpu), mode: 'user' }, node.busySeconds / CORES] as const,
        [{ cpu: String(cpu), mode: 'idle' }, node.idleSeconds / CORES] as const,
      ]),
    },
    gauge('node_memory_MemTotal_bytes', 'Memory information field MemTotal_bytes.', MEMORY_BYTES),
    gauge('node_memory_MemAvailable_bytes', 'Memory information field MemAvailable_bytes.', node.availableBytes),
    gauge('node_filesystem_size_bytes', 'Filesystem size in bytes.', volume.sizeBytes, filesystem),
    gauge(
      'node_filesystem_avail_bytes',
      'Filesystem space available to non-root users in bytes.',
      volume.freeBytes(),
      filesystem,
    ),
    gauge('node_filesystem_free_bytes', 'Filesystem free space in bytes.', volume.freeBytes(), filesystem),
    gauge('node_filesystem_readonly', 'Filesystem read-only status.', 0, filesystem),
  ];
}
