import type { Exported } from './exporter.ts';
import { workersOf } from './workers.ts';

/** danielqsj's kafka_exporter 1.7, and the brokers' own figures through the JMX exporter. */
export function kafka(e: Exported): void {
  const { sink, target, labels, part, course } = e;
  const jmx = { ...labels };
  sink.gauge(target, 'kafka_server_replicamanager_underreplicatedpartitions', jmx, (i) =>
    Math.round(e.read('under replicated', i, 0)),
  );
  sink.gauge(target, 'kafka_controller_kafkacontroller_offlinepartitionscount', jmx, (i) =>
    Math.round(e.read('offline partitions', i, 0)),
  );
  sink.counter(target, 'kafka_server_brokertopicmetrics_messagesin_total', jmx, (i) => e.rps(i));
  sink.gauge(target, 'kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent', jmx, (i) =>
    e.read('handlers idle', i, 0.93),
  );
  if (e.ordinal > 0) return;
  const exporter = { job: 'kafka-exporter', namespace: part.namespace, instance: 'kafka-exporter:9308' };
  sink.gauge(target, 'kafka_brokers', exporter, (i) => Math.round(course.serving[i]!));
  for (const { worker, lag, rate } of workersOf(e)) {
    const topic = `${worker.name}.events`;
    for (const partition of ['0', '1', '2']) {
      const of = { ...exporter, topic, partition };
      sink.counter(target, 'kafka_topic_partition_current_offset', of, (i) => course.rps[i]! / 3);
      const group = { ...of, consumergroup: worker.name };
      sink.counter(target, 'kafka_consumergroup_current_offset', group, (i) => rate(i) / 3);
      sink.gauge(target, 'kafka_consumergroup_lag', group, (i) => Math.round(lag(i, partition) / 3));
    }
    sink.gauge(target, 'kafka_consumergroup_members', { ...exporter, consumergroup: worker.name }, (i) =>
      e.read(`members ${worker.role}`, i, worker.replicas),
    );
  }
}
