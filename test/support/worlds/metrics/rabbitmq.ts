import type { Exported } from './exporter.ts';
import { workersOf } from './workers.ts';

/** RabbitMQ 3.13's own rabbitmq_prometheus, per-object figures on. */
export function rabbitmq(e: Exported): void {
  const { sink, target, labels, part } = e;
  const limit = part.memoryLimit * 0.4;
  sink.gauge(target, 'rabbitmq_resident_memory_limit_bytes', labels, () => limit);
  sink.gauge(
    target,
    'rabbitmq_process_resident_memory_bytes',
    labels,
    (i) => limit * e.read('memory used share', i, 0.38 + 0.01 * Math.sin(i / 7)),
  );
  sink.gauge(target, 'rabbitmq_disk_space_available_limit_bytes', labels, () => 2e9);
  sink.gauge(target, 'rabbitmq_disk_space_available_bytes', labels, (i) => e.read('disk free bytes', i, 3.4e10));
  sink.gauge(target, 'rabbitmq_alarms_memory_used_watermark', labels, (i) => e.read('memory alarm', i, 0));
  sink.gauge(target, 'rabbitmq_alarms_free_disk_space_watermark', labels, (i) => e.read('disk alarm', i, 0));
  sink.gauge(target, 'rabbitmq_connections', labels, (i) => Math.round(e.read('connections', i, 14)));
  sink.gauge(target, 'rabbitmq_process_open_fds', labels, () => 71);
  sink.gauge(target, 'rabbitmq_process_max_fds', labels, () => 1_048_576);
  sink.counter(target, 'rabbitmq_global_messages_received_total', { ...labels, protocol: 'amqp091' }, (i) =>
    e.read('published', i, e.rps(i)),
  );
  for (const { worker, lag, rate } of workersOf(e)) {
    const queue = { ...labels, queue: worker.name, vhost: '/' };
    sink.gauge(target, 'rabbitmq_queue_messages_ready', queue, (i) => Math.round(lag(i)));
    const unacked = (i: number) => Math.round(e.read(`unacked ${worker.role}`, i, Math.min(40, rate(i) * 0.05)));
    sink.gauge(target, 'rabbitmq_queue_messages_unacked', queue, unacked);
    sink.gauge(target, 'rabbitmq_queue_messages', queue, (i) => Math.round(lag(i)) + unacked(i));
    sink.gauge(target, 'rabbitmq_queue_consumers', queue, (i) =>
      Math.round(e.read(`members ${worker.role}`, i, worker.replicas * 2)),
    );
    sink.counter(target, 'rabbitmq_queue_messages_published_total', queue, (i) => e.read('published', i, e.rps(i)));
    sink.counter(target, 'rabbitmq_channel_messages_acked_total', queue, rate);
    sink.counter(target, 'rabbitmq_channel_messages_redelivered_total', queue, (i) =>
      e.read(`redelivered ${worker.role}`, i, 0.002),
    );
  }
}
