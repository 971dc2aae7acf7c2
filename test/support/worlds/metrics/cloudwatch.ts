import type { Part } from '../part.ts';
import { everPodsOf, type Scene, signal } from '../scene.ts';
import type { Course, Courses } from '../simulate/course.ts';
import { ALWAYS, type Labels, type MetricSink } from './sink.ts';

const EXPORTER = { job: 'cloudwatch-exporter', instance: 'cloudwatch-exporter:9106' };
const YACE = { job: 'yace', instance: 'yace:5000', account_id: '210987654321', region: 'eu-central-1' };

/** Dimensions as YACE writes them: `dimension_LoadBalancer`. */
function inDimensions(labels: Labels): Labels {
  const named = (label: string) =>
    label
      .replace(/^db(?=instance)/, 'DB_')
      .split('_')
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join('');
  return Object.fromEntries(Object.entries(labels).map(([label, value]) => [`dimension_${named(label)}`, value]));
}

interface Watched {
  readonly scene: Scene;
  readonly courses: Courses;
  readonly part: Part;
  readonly course: Course;
  readonly sink: MetricSink;
  /** Writes one statistic of one metric, as prometheus/cloudwatch_exporter names it. */
  gauge(name: string, labels: Labels, value: (index: number) => number | undefined): void;
  /** A sum over the minute, whole. */
  sum(name: string, labels: Labels, perSecond: (index: number) => number): void;
  /** The same of what is reported only "where there is a nonzero value", as most counts of a balancer. */
  occurrences(name: string, labels: Labels, perSecond: (index: number) => number): void;
  read(name: string, index: number, base: number): number;
}

/** What CloudWatch tells of each part, through prometheus/cloudwatch_exporter 0.16 or, for half of the systems, YACE 0.62. */
export function cloudwatch(scene: Scene, courses: Courses, sink: MetricSink): void {
  const isByYace = (scene.system.parts[1]?.name.length ?? 0) % 2 === 0;
  for (const part of scene.system.parts) {
    const course = courses.parts.get(part.role)!;
    const gauge: Watched['gauge'] = (name, labels, value) =>
      sink.gauge(ALWAYS, name, isByYace ? { ...YACE, ...inDimensions(labels) } : { ...EXPORTER, ...labels }, value);
    const drawn = (perSecond: (index: number) => number) => (i: number) =>
      scene.random.poisson(Math.max(0, perSecond(i)) * scene.axis.step);
    const w: Watched = {
      scene,
      courses,
      part,
      course,
      sink,
      gauge,
      sum: (name, labels, perSecond) => gauge(name, labels, drawn(perSecond)),
      occurrences: (name, labels, perSecond) => gauge(name, labels, (i) => drawn(perSecond)(i) || undefined),
      read: (name, index, base) => signal(scene, part, name, base, index),
    };
    if (part.engine === 'alb') balancer(w);
    else if (part.engine === 'lambda') lambda(w);
    else if (part.engine === 'sqs') sqs(w);
    else if (part.kind === 'database') rds(w);
    else if (part.kind === 'cache') elasticache(w);
    else if (part.kind === 'service' || part.kind === 'worker') ecs(w);
  }
}

function balancer(w: Watched): void {
  const balancer = { load_balancer: `app/${w.part.name}/50dc6c495c0c9188` };
  for (const one of w.courses.calls.filter(({ caller }) => caller === w.part)) {
    const group = { ...balancer, target_group: `targetgroup/${one.callee.name}/6d0ecf831eec9f09` };
    const rate = (i: number) => one.rps[i]!;
    const theirs = (i: number) => Math.max(0, one.failures[i]! - one.unanswered[i]!);
    w.occurrences('aws_applicationelb_request_count_sum', group, rate);
    w.occurrences('aws_applicationelb_httpcode_target_2_xx_count_sum', group, (i) => rate(i) * (1 - one.failures[i]!));
    w.occurrences('aws_applicationelb_httpcode_target_5_xx_count_sum', group, (i) => rate(i) * theirs(i));
    w.gauge('aws_applicationelb_target_response_time_average', group, (i) => one.latencyMs[i]! / 1000);
    w.occurrences('aws_applicationelb_target_connection_error_count_sum', group, (i) => rate(i) * one.unanswered[i]!);
    const pods = everPodsOf(w.scene, one.callee);
    const healthy = (i: number) => pods.filter((pod) => pod.down[i] !== 1).length;
    w.gauge('aws_applicationelb_healthy_host_count_average', group, healthy);
    w.gauge('aws_applicationelb_un_healthy_host_count_average', group, (i) => pods.length - healthy(i));
    w.occurrences('aws_applicationelb_httpcode_elb_5_xx_count_sum', balancer, (i) => rate(i) * one.unanswered[i]!);
  }
}

function ecs(w: Watched): void {
  const { part, course } = w;
  const service = { cluster_name: 'prod', service_name: part.name };
  w.gauge('aws_ecs_cpuutilization_average', service, (i) => (100 * course.cpu[i]!) / part.cpuLimit);
  w.gauge('aws_ecs_memory_utilization_average', service, (i) => 100 * w.read('memory share', i, part.memoryShare));
  w.gauge('aws_ecs_containerinsights_desired_task_count_average', service, () => part.replicas);
  w.gauge('aws_ecs_containerinsights_running_task_count_average', service, (i) => course.serving[i]!);
}

function lambda(w: Watched): void {
  const { part, course } = w;
  const name = { function_name: part.name };
  const throttled = (i: number) => w.read('throttles', i, 0);
  w.sum('aws_lambda_invocations_sum', name, (i) => course.rps[i]!);
  w.sum('aws_lambda_errors_sum', name, (i) => course.rps[i]! * course.errors[i]!);
  w.sum('aws_lambda_throttles_sum', name, throttled);
  w.gauge('aws_lambda_duration_average', name, (i) => course.latencyMs[i]!);
  w.gauge('aws_lambda_duration_p99', name, (i) => course.latencyMs[i]! * 3.2);
  w.gauge('aws_lambda_concurrent_executions_maximum', name, (i) =>
    Math.ceil(w.read('concurrency', i, 1 + (course.rps[i]! * course.latencyMs[i]!) / 700)),
  );
}

function sqs(w: Watched): void {
  const { part, course, scene } = w;
  const worker = scene.system.parts.find(({ consumes }) => consumes === part.role);
  const queue = { queue_name: part.name };
  w.sum('aws_sqs_number_of_messages_sent_sum', queue, (i) => course.rps[i]!);
  if (worker === undefined) return;
  const theirs = w.courses.parts.get(worker.role)!;
  const consumed = (i: number) => signal(scene, worker, 'consumed', theirs.rps[i]!, i);
  const lag = (i: number) => signal(scene, worker, 'lag', theirs.lag[i]! + theirs.rps[i]! * 0.3, i);
  w.sum('aws_sqs_number_of_messages_deleted_sum', queue, (i) => consumed(i) * (1 - theirs.errors[i]!));
  w.sum('aws_sqs_number_of_messages_received_sum', queue, consumed);
  w.gauge('aws_sqs_approximate_number_of_messages_visible_average', queue, (i) => Math.round(lag(i)));
  w.gauge('aws_sqs_approximate_age_of_oldest_message_maximum', queue, (i) =>
    Math.round(lag(i) / Math.max(0.1, course.rps[i]!)),
  );
}

function rds(w: Watched): void {
  const { part, course } = w;
  const db = { dbinstance_identifier: part.name };
  const cpu = (i: number) => w.read('cpu percent', i, Math.min(99.6, (100 * course.cpu[i]!) / part.cpuLimit));
  w.gauge('aws_rds_cpuutilization_average', db, cpu);
  w.gauge('aws_rds_database_connections_average', db, (i) => Math.round(w.read('idle connections', i, 38)));
  w.gauge('aws_rds_freeable_memory_average', db, (i) => 6.1e9 * (1 + 0.01 * Math.sin(i)));
  w.gauge('aws_rds_free_storage_space_average', db, (i) => 2.1e11 * (1 - w.read('disk share', i, 0.52 + i * 1e-5)));
  w.gauge('aws_rds_read_latency_average', db, (i) => w.read('read seconds', i, 0.0006));
  w.gauge('aws_rds_write_latency_average', db, (i) => w.read('write seconds', i, 0.0011));
  w.gauge('aws_rds_disk_queue_depth_average', db, (i) => w.read('disk queue', i, 0.3));
  w.gauge('aws_rds_read_iops_average', db, (i) =>
    w.read('read operations', i, 40 + course.rps[i]! * w.read('blocks read', i, 0.4)),
  );
  w.gauge('aws_rds_write_iops_average', db, (i) => 60 + course.rps[i]! * 0.5);
  w.gauge('aws_rds_burst_balance_average', db, (i) => w.read('burst balance', i, 99.8));
  w.gauge('aws_rds_replica_lag_average', { dbinstance_identifier: `${part.name}-replica` }, (i) =>
    w.read('replica lag', i, 0.02),
  );
  w.gauge('aws_rds_maximum_used_transaction_ids_average', db, (i) => w.read('xid age', i, 4.2e7));
  w.gauge('aws_rds_deadlocks_average', db, (i) => w.read('deadlocks', i, 0));
}

function elasticache(w: Watched): void {
  const { part, course } = w;
  const node = { cache_cluster_id: part.name, cache_node_id: '0001' };
  const hits = (i: number) => w.read('hit ratio', i, 0.94);
  w.sum('aws_elasticache_cache_hits_sum', node, (i) => course.rps[i]! * 0.8 * hits(i));
  w.sum('aws_elasticache_cache_misses_sum', node, (i) => course.rps[i]! * 0.8 * (1 - hits(i)));
  w.sum('aws_elasticache_evictions_sum', node, (i) => w.read('evictions', i, 0));
  w.gauge(
    'aws_elasticache_database_memory_usage_percentage_average',
    node,
    (i) => 100 * w.read('memory used share', i, 0.57),
  );
  w.gauge('aws_elasticache_curr_connections_average', node, (i) => Math.round(w.read('clients', i, 26)));
  w.gauge('aws_elasticache_engine_cpuutilization_average', node, (i) =>
    Math.min(99, 4 + (100 * course.cpu[i]!) / part.cpuLimit),
  );
}
