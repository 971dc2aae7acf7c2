import type { CAUSES } from '../../domain/cause.ts';
import { type Advice, editWorkload, restart, rollBack } from './advice.ts';

export const performanceAdvice: Readonly<Partial<Record<(typeof CAUSES.performance)[number], Advice>>> = {
  pod_cpu_overload: {
    check: ['See the CPU use.', 'kubectl -n {namespace} top pod --containers'],
    remedy: ['Scale out or raise the CPU limit.', 'kubectl -n {namespace} scale {kind}/{workload} --replicas=<n>'],
  },
  pod_cpu_throttled: {
    check: ['Compare use with the limit.', 'kubectl -n {namespace} top pod --containers'],
    remedy: ['Raise or drop the CPU limit.', editWorkload],
  },
  pod_memory_pressure: {
    check: ['Compare use with the limit.', 'kubectl -n {namespace} top pod --containers'],
    remedy: ['Raise the memory limit.', editWorkload],
  },
  pod_network_delay: {
    check: [
      'Time a call from another pod.',
      'kubectl -n {namespace} exec {kind}/{workload} -- wget -qO- -T 5 http://{service}',
    ],
    remedy: ['Restart the pod elsewhere, and look for a traffic rule on its interface.', ...restart],
  },
  pod_network_packet_loss: {
    check: ['Count resends from another pod.', 'kubectl -n {namespace} exec {kind}/{workload} -- cat /proc/net/snmp'],
    remedy: ['Restart the pod elsewhere, and look for a traffic rule on its interface.', ...restart],
  },
  traffic_spike: {
    check: [
      'See where the traffic comes from.',
      'kubectl -n {namespace} logs {kind}/{workload} --since=10m --tail=200',
    ],
    remedy: ['Scale out, or limit the source.', 'kubectl -n {namespace} scale {kind}/{workload} --replicas=<n>'],
  },
  hpa_at_maximum: {
    check: ['Read the autoscaler.', 'kubectl -n {namespace} describe hpa {autoscaler}'],
    remedy: ['Raise maxReplicas if the nodes can bear it.', 'kubectl -n {namespace} edit hpa {autoscaler}'],
  },
  hpa_metrics_unavailable: {
    check: ['Read the autoscaler.', 'kubectl -n {namespace} describe hpa {autoscaler}'],
    remedy: ['Bring the metrics API back.', 'kubectl get apiservices v1beta1.metrics.k8s.io'],
  },
  latency_regression: {
    check: ['See which calls are slow.', 'kubectl -n {namespace} logs {kind}/{workload} --since=30m --tail=200'],
    remedy: ['If it began with a rollout, go back to the last revision.', rollBack],
  },
  availability_regression: {
    check: ['See which calls fail.', 'kubectl -n {namespace} logs {kind}/{workload} --since=30m --tail=200'],
    remedy: ['If it began with a rollout, go back to the last revision.', rollBack],
  },
  slow_query: {
    check: [
      'List the running queries, longest first.',
      "SELECT pid, now() - query_start AS runs, query FROM pg_stat_activity WHERE state <> 'idle' ORDER BY runs DESC;",
    ],
    remedy: ['Read its plan; add the index or change the query.'],
  },
  lock_contention: {
    check: [
      'See who waits for whom.',
      'SELECT pid, pg_blocking_pids(pid) AS blocked_by, query FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0;',
    ],
    remedy: ['End the transaction that holds the lock, and shorten it in the code.'],
  },
};
