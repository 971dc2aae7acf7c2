import type { Exported } from './exporter.ts';
import { pythonProcess } from './python.ts';

/** A Celery worker as danihodovic's celery-exporter tells of it, one task name for each route. */
export function celery(e: Exported): void {
  const { sink, target, labels, part, course } = e;
  pythonProcess(e);
  if (e.ordinal > 0) return;
  const exporter = { job: 'celery-exporter', namespace: part.namespace, instance: 'celery-exporter:9808' };
  const queue = { ...exporter, queue_name: part.name };
  for (const [n, task] of part.routes.entries()) {
    const share = n === 0 ? 0.7 : 0.3 / (part.routes.length - 1);
    const name = { ...queue, name: task };
    sink.counter(target, 'celery_task_sent_total', name, (i) => e.read('messages', i, course.rps[i]!) * share);
    sink.counter(target, 'celery_task_received_total', name, (i) => course.rps[i]! * share);
    sink.counter(target, 'celery_task_succeeded_total', name, (i) => course.rps[i]! * (1 - course.errors[i]!) * share);
    sink.counter(
      target,
      'celery_task_failed_total',
      { ...name, exception: 'OperationalError' },
      (i) => course.rps[i]! * course.errors[i]! * share,
    );
    sink.counter(
      target,
      'celery_task_retried_total',
      name,
      (i) => e.read('redelivered', i, course.rps[i]! * course.errors[i]! * 0.5) * share,
    );
    sink.histogram(
      target,
      'celery_task_runtime',
      name,
      [0.05, 0.25, 1, 5, 30],
      (i) => course.rps[i]! * share,
      (i) => course.latencyMs[i]! / 1000,
    );
  }
  sink.gauge(target, 'celery_queue_length', queue, (i) => Math.round(e.read('lag', i, course.lag[i]! + 2)));
  sink.gauge(target, 'celery_active_worker_count', queue, (i) => e.read('consumers', i, course.serving[i]!));
  sink.gauge(target, 'celery_active_process_count', queue, (i) => e.read('consumers', i, course.serving[i]!) * 4);
  sink.gauge(target, 'celery_worker_up', { ...exporter, hostname: `celery@${labels.pod ?? part.name}` }, () => 1);
}
