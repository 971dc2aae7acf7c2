import type { NodePlan } from '../part.ts';
import { type Scene, signal } from '../scene.ts';
import { ALWAYS, type Labels, type MetricSink, type Target } from './sink.ts';

/** node_exporter 1.8 of one machine. `busy` is the share of its cores that its programs use. */
export function nodeExporter(
  scene: Scene,
  node: NodePlan,
  sink: MetricSink,
  labels: Labels,
  busy: (index: number) => number,
  target: Target = ALWAYS,
): void {
  const read = (name: string, i: number, base: number) => signal(scene, { role: `node/${node.name}` }, name, base, i);
  const cpu = (i: number) => Math.min(0.995, read('cpu', i, busy(i) + 0.06));
  const ioWait = (i: number) => read('io wait', i, 0.004);
  for (const [mode, share] of [
    ['idle', (i: number) => Math.max(0, 1 - cpu(i) - ioWait(i))],
    ['user', (i: number) => cpu(i) * 0.8],
    ['system', (i: number) => cpu(i) * 0.2],
    ['iowait', ioWait],
    ['steal', (i: number) => read('steal', i, 0)],
  ] as const)
    for (const core of ['0', '1'])
      sink.counter(target, 'node_cpu_seconds_total', { ...labels, cpu: core, mode }, share, true);
  sink.gauge(target, 'node_load1', labels, (i) => read('load', i, cpu(i) * node.cores * 1.1));
  sink.gauge(target, 'node_memory_MemTotal_bytes', labels, () => node.memory);
  sink.gauge(target, 'node_memory_MemAvailable_bytes', labels, (i) => node.memory * (1 - read('memory', i, 0.55)));
  sink.counter(target, 'node_vmstat_pgmajfault', labels, (i) => read('major faults', i, 0.4));
  sink.counter(target, 'node_vmstat_oom_kill', labels, (i) => read('oom kills', i, 0));
  const root = { ...labels, device: '/dev/nvme0n1p1', fstype: 'ext4', mountpoint: '/' };
  const size = 1.07e11;
  sink.gauge(target, 'node_filesystem_size_bytes', root, () => size);
  sink.gauge(target, 'node_filesystem_avail_bytes', root, (i) => size * (1 - read('disk share', i, 0.47 + i * 1e-5)));
  sink.gauge(target, 'node_filesystem_files', root, () => 6_553_600);
  sink.gauge(target, 'node_filesystem_files_free', root, (i) =>
    Math.round(6_553_600 * (1 - read('inode share', i, 0.11))),
  );
  sink.gauge(target, 'node_filesystem_readonly', root, (i) => read('read only', i, 0));
  const disk = { ...labels, device: 'nvme0n1' };
  sink.counter(target, 'node_disk_io_time_seconds_total', disk, (i) => read('disk busy', i, 0.06), true);
  sink.counter(target, 'node_disk_writes_completed_total', disk, (i) => read('disk writes', i, 55));
  sink.counter(target, 'node_disk_write_time_seconds_total', disk, (i) => read('disk write seconds', i, 0.05), true);
  const eth = { ...labels, device: 'eth0' };
  sink.counter(target, 'node_network_receive_drop_total', eth, (i) => read('drops', i, 0));
  sink.counter(target, 'node_network_receive_bytes_total', eth, (i) => read('bytes in', i, 2.1e6));
  sink.counter(target, 'node_netstat_Tcp_OutSegs', labels, (i) => read('segments', i, 2_600));
  sink.counter(target, 'node_netstat_Tcp_RetransSegs', labels, (i) => read('retransmits', i, 0.6));
  sink.gauge(target, 'node_nf_conntrack_entries', labels, (i) =>
    Math.round(read('conntrack', i, 21_000 + 600 * Math.sin(i / 8))),
  );
  sink.gauge(target, 'node_nf_conntrack_entries_limit', labels, () => 262_144);
  sink.gauge(target, 'node_timex_offset_seconds', labels, (i) => read('clock offset', i, 0.0002 * Math.sin(i)));
  sink.gauge(target, 'node_timex_sync_status', labels, (i) => read('clock in step', i, 1));
  sink.gauge(target, 'node_filefd_allocated', labels, (i) => Math.round(read('files', i, 3_300)));
  sink.counter(
    target,
    'node_pressure_cpu_waiting_seconds_total',
    labels,
    (i) => read('cpu pressure', i, Math.max(0, cpu(i) - 0.8) * 2),
    true,
  );
  sink.counter(target, 'node_pressure_io_waiting_seconds_total', labels, (i) => read('io pressure', i, 0.01), true);
}
