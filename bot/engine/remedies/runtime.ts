import type { CAUSES } from '../../domain/cause.ts';
import {
  type Advice,
  type AdviceFor,
  describeNode,
  describePod,
  editWorkload,
  RESTARTS,
  recentLogs,
  restart,
  showTemplate,
  useOfPods,
} from './advice.ts';

const probe = (compare: string, put: string): Advice => ({
  check: { say: `Compare the probe with ${compare}.`, run: showTemplate },
  remedy: { say: put, run: editWorkload, risk: RESTARTS, undo: true },
});
const handler = 'Use the handler (httpGet, grpc, tcpSocket) that the port answers.';

export const runtimeAdvice: AdviceFor<(typeof CAUSES.runtime)[number]> = {
  oom_killed: {
    check: { say: 'Compare use with the limit.', run: useOfPods },
    remedy: {
      say: 'Raise the memory limit to what the container needs, if the node has it; find out why it needs that.',
      run: editWorkload,
      risk: `${RESTARTS} A leak only takes longer to fill a higher limit.`,
      undo: true,
    },
  },
  liveness_probe_incorrect_port: probe('the ports', "Set the liveness probe to the container's port."),
  liveness_probe_incorrect_protocol: probe('what the port speaks', handler),
  liveness_probe_incorrect_timing: probe(
    'the time to start',
    'Add a startupProbe, or give initialDelaySeconds and failureThreshold the time that a start takes.',
  ),
  readiness_probe_incorrect_port: probe('the ports', "Set the readiness probe to the container's port."),
  readiness_probe_incorrect_protocol: probe('what the port speaks', handler),
  readiness_probe_incorrect_timing: probe(
    'the time an answer takes',
    'Shorten initialDelaySeconds, or raise timeoutSeconds to what an answer takes.',
  ),
  startup_probe_failed: {
    check: describePod,
    remedy: {
      say: 'Raise failureThreshold × periodSeconds to the time that a start takes.',
      run: editWorkload,
      risk: `${RESTARTS} A start that hangs is noticed later.`,
    },
  },
  application_error: {
    check: { say: 'Read the errors.', run: recentLogs },
    remedy: {
      say: 'Put right what the errors name.',
      risk: 'a restart may hide them for a while without ending them.',
      undo: true,
    },
  },
  evicted_disk_pressure: {
    check: { say: 'See the conditions of {node|the node}.', run: describeNode },
    remedy: {
      say: 'Clear disk on the node, and set a request and limit for ephemeral-storage.',
      run: editWorkload,
      risk: `${RESTARTS} A pod over its limit is evicted.`,
    },
  },
  evicted_memory_pressure: {
    check: { say: 'See the conditions of {node|the node}.', run: describeNode },
    remedy: {
      say: 'Set a memory request that matches the use.',
      run: editWorkload,
      risk: `${RESTARTS} With a higher request it may find no node.`,
    },
  },
  job_backoff_limit_exceeded: {
    check: { say: 'Read the log of the failed runs.', run: 'kubectl -n {namespace} logs job/{job} --tail=50' },
    remedy: {
      say: 'Put right what failed, then run the Job again.',
      risk: 'a second run repeats what the first had already done, unless it is made for that.',
    },
  },
  cron_job_suspended: {
    check: { say: 'Ask whether the suspension is meant.', run: 'kubectl -n {namespace} get cronjob {workload}' },
    remedy: {
      say: 'Resume the schedule.',
      run: 'kubectl -n {namespace} patch cronjob {workload} -p \'{"spec":{"suspend":false}}\'',
      risk: 'a run that was missed may start at once.',
      kinds: ['cronjob'],
    },
  },
  memory_leak: {
    check: { say: 'Watch memory grow between restarts.', run: useOfPods },
    remedy: { say: 'Restart to win time; the leak itself is in the application.', ...restart },
  },
  liveness_probe_incorrect_path: probe('the paths that the application answers', 'Set a path that answers 200.'),
  readiness_probe_incorrect_path: probe('the paths that the application answers', 'Set a path that answers 200.'),
  ephemeral_storage_limit_exceeded: {
    check: describePod,
    remedy: {
      say: 'Raise the ephemeral-storage limit, or write the files to a volume and rotate logs.',
      run: editWorkload,
      risk: `${RESTARTS} A higher limit can fill the disk of the node.`,
    },
  },
  cron_job_missed_starts: {
    check: {
      say: 'Compare its schedule with its last runs.',
      run: 'kubectl -n {namespace} describe cronjob {workload}',
    },
    remedy: {
      say: 'End the run that blocks the next one, or raise startingDeadlineSeconds.',
      run: 'kubectl -n {namespace} edit cronjob {workload}',
      risk: 'missed runs may start at once, and two may run side by side.',
      kinds: ['cronjob'],
    },
  },
  file_descriptor_limit_reached: {
    check: {
      say: 'Count the open files of the process against its limit.',
      run: "kubectl -n {namespace} exec {kind}/{workload} -- sh -c 'ls /proc/1/fd | wc -l; grep files /proc/1/limits'",
    },
    remedy: {
      say: 'Restart to win time; then close what leaks, or raise the limit on open files.',
      ...restart,
    },
  },
  thread_limit_reached: {
    check: {
      say: 'Count the threads against the limit of the pod.',
      run: "kubectl -n {namespace} exec {kind}/{workload} -- sh -c 'grep Threads /proc/1/status; cat /sys/fs/cgroup/pids.max'",
    },
    remedy: {
      say: 'Restart to win time; then bound its thread pools, or raise the pid limit of the node.',
      ...restart,
    },
  },
  thread_pool_exhausted: {
    check: { say: 'See what its busy threads wait for.', run: recentLogs },
    remedy: {
      say: 'Give the calls that hold threads a timeout; enlarge the pool only if what is behind it can bear that.',
      risk: 'a larger pool sends more load to what is slow already.',
      undo: true,
    },
  },
  garbage_collection_pressure: {
    check: { say: 'Compare the heap with its maximum and the limit of the container.', run: useOfPods },
    remedy: {
      say: 'Raise the heap and with it the memory limit, or find what fills the heap.',
      run: editWorkload,
      risk: `${RESTARTS} A heap near the limit of the container ends in OOMKilled.`,
      undo: true,
    },
  },
  event_loop_blocked: {
    check: { say: 'Find the long synchronous work: take a CPU profile.', run: recentLogs },
    remedy: {
      say: 'Move that work out of the event loop; more replicas win time.',
      risk: 'each further replica opens connections of its own to the databases.',
      undo: true,
    },
  },
  clock_skew: {
    check: { say: 'On {node|the machine}: compare its clock with a time server.', run: 'chronyc tracking' },
    remedy: {
      say: 'Bring time synchronisation back on {node|the machine}.',
      run: 'systemctl restart chronyd',
      risk: 'a clock that jumps back confuses leases, tokens and databases on that machine.',
    },
  },
  graceful_shutdown_missing: {
    check: { say: 'See whether it has a preStop hook and how long it may take to end.', run: showTemplate },
    remedy: {
      say: 'Let it finish its requests after SIGTERM, and add a preStop pause of a few seconds.',
      run: editWorkload,
      risk: `${RESTARTS} Each rollout takes longer by the pause.`,
    },
  },
  workload_unavailable: {
    check: {
      say: 'See its pods and what their events say.',
      run: ['kubectl -n {namespace} describe {kind}/{workload}', 'kubectl -n {namespace} get pods -o wide'],
    },
    remedy: {
      say: 'Bring {workload|it} back; find out first why it went away.',
      risk: 'a restart loses the last words of what ran before.',
      undo: true,
    },
  },
};
