import { cpus, freemem, loadavg, totalmem } from 'node:os';
import type { Volume } from '../database/volume.ts';
import type { Family } from './exposition.ts';

/** What node_exporter says of the machine, and of the file system of the database's volume. */
export function nodeMetrics(volume: Volume): Family[] {
  const modes = ['user', 'nice', 'sys', 'idle', 'irq'] as const;
  const named: Record<(typeof modes)[number], string> = {
    user: 'user',
    nice: 'nice',
    sys: 'system',
    idle: 'idle',
    irq: 'irq',
  };
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
      samples: cpus().flatMap(({ times }, cpu) =>
        modes.map((mode) => [{ cpu: String(cpu), mode: named[mode] }, times[mode] / 1000] as const),
      ),
    },
    gauge('node_memory_MemTotal_bytes', 'Memory information field MemTotal_bytes.', totalmem()),
    gauge('node_memory_MemAvailable_bytes', 'Memory information field MemAvailable_bytes.', freemem()),
    gauge('node_load1', '1m load average.', loadavg()[0] ?? 0),
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
