import type { Metrics } from '../../core/metrics.ts';
import type { Curve, Span } from '../../core/span.ts';

type Over = Partial<Record<'busy' | 'wait' | 'io' | 'disk' | 'memory', Curve>>;

/** node_exporter as most set it up: two processors, and nothing but `instance` and `job` on it. */
export function machine(m: Metrics, host: string, span: Span, over: Over = {}): void {
  const l = { instance: `${host}:9100`, job: 'node' };
  for (const name of [
    'node_cpu_seconds_total',
    'node_disk_io_time_seconds_total',
    'node_disk_io_time_weighted_seconds_total',
  ])
    if (m.has(name.replace('_total', ''))) m.drop(name, l);
  const busy = over.busy ?? span.flat(0.24, 0.1);
  const wait = over.wait ?? span.flat(0.008, 0.3);
  for (const cpu of ['0', '1']) {
    m.counter('node_cpu_seconds_total', { ...l, cpu, mode: 'idle' }, (at) => Math.max(0.004, 1 - busy(at) - wait(at)));
    m.counter('node_cpu_seconds_total', { ...l, cpu, mode: 'user' }, (at) => busy(at) * 0.8);
    m.counter('node_cpu_seconds_total', { ...l, cpu, mode: 'system' }, (at) => busy(at) * 0.2);
    m.counter('node_cpu_seconds_total', { ...l, cpu, mode: 'iowait' }, wait);
  }
  m.gauge('node_load5', l, (at) => 2 * (busy(at) + wait(at)) * span.random.around(0.05));
  m.gauge('node_memory_MemTotal_bytes', l, () => 16_777_216_000);
  m.gauge('node_memory_MemAvailable_bytes', l, over.memory ?? span.flat(7.1e9, 0.02));
  const root = { ...l, device: '/dev/sda1', mountpoint: '/', fstype: 'xfs' };
  m.gauge('node_filesystem_size_bytes', root, () => 107_374_182_400);
  m.gauge('node_filesystem_avail_bytes', root, over.disk ?? span.flat(5.1e10, 0.001));
  const io = over.io ?? span.flat(0.06, 0.2);
  m.counter('node_disk_io_time_seconds_total', { ...l, device: 'sda' }, io);
  m.counter(
    'node_disk_io_time_weighted_seconds_total',
    { ...l, device: 'sda' },
    (at) => io(at) * (io(at) > 0.9 ? 31 : 1.1),
  );
  m.gauge('node_timex_offset_seconds', l, span.flat(0.00002, 0.9));
}
