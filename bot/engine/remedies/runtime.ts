import type { CAUSES } from '../../domain/cause.ts';
import { type Advice, describePod, editWorkload, restart, rollBack, showTemplate } from './advice.ts';

export const runtimeAdvice: Readonly<Partial<Record<(typeof CAUSES.runtime)[number], Advice>>> = {
  oom_killed: {
    check: ['Compare use with the limit.', 'kubectl -n {namespace} top pod {pod} --containers'],
    remedy: ['Raise the memory limit to what the container needs.', editWorkload],
  },
  liveness_probe_incorrect_port: {
    check: ['Compare the probe with the ports.', showTemplate],
    remedy: ["Set the liveness probe to the container's port.", editWorkload],
  },
  liveness_probe_incorrect_protocol: {
    check: ['Compare the probe with what the port speaks.', showTemplate],
    remedy: ['Use the handler (httpGet, grpc, tcpSocket) that the port answers.', editWorkload],
  },
  liveness_probe_incorrect_timing: {
    check: ['Compare the probe with the time to start.', showTemplate],
    remedy: [
      'Add a startupProbe, or give initialDelaySeconds and failureThreshold the time a start takes.',
      editWorkload,
    ],
  },
  readiness_probe_incorrect_port: {
    check: ['Compare the probe with the ports.', showTemplate],
    remedy: ["Set the readiness probe to the container's port.", editWorkload],
  },
  readiness_probe_incorrect_protocol: {
    check: ['Compare the probe with what the port speaks.', showTemplate],
    remedy: ['Use the handler (httpGet, grpc, tcpSocket) that the port answers.', editWorkload],
  },
  readiness_probe_incorrect_timing: {
    check: ['Compare the probe with the time an answer takes.', showTemplate],
    remedy: ['Shorten initialDelaySeconds, or raise timeoutSeconds to what an answer takes.', editWorkload],
  },
  startup_probe_failed: {
    check: describePod,
    remedy: ['Raise failureThreshold × periodSeconds to the time a start takes.', editWorkload],
  },
  application_error: {
    check: ['Read the errors.', 'kubectl -n {namespace} logs {kind}/{workload} --since=30m --tail=200'],
    remedy: ['If it began with a rollout, go back to the last revision.', rollBack],
  },
  evicted_disk_pressure: {
    check: ['See the conditions of the node.', 'kubectl describe node {node}'],
    remedy: ['Clear disk on the node, or set an ephemeral-storage request and limit.', editWorkload],
  },
  evicted_memory_pressure: {
    check: ['See the conditions of the node.', 'kubectl describe node {node}'],
    remedy: ['Set a memory request that matches the use.', editWorkload],
  },
  job_backoff_limit_exceeded: {
    check: ['Read the log of the failed runs.', 'kubectl -n {namespace} logs job/{job} --tail=50'],
    remedy: ['Put right what failed and run the job again.'],
  },
  cron_job_suspended: {
    check: ['Ask whether the suspension is meant.', 'kubectl -n {namespace} get cronjob {workload}'],
    remedy: [
      'Resume the schedule.',
      'kubectl -n {namespace} patch cronjob {workload} -p \'{"spec":{"suspend":false}}\'',
    ],
  },
  memory_leak: {
    check: ['Watch memory grow between restarts.', 'kubectl -n {namespace} top pod --containers'],
    remedy: ['Restart to win time; the leak itself is in the application.', ...restart],
  },
};
