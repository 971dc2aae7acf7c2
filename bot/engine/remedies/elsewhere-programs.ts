import type { CauseCode } from '../../domain/cause.ts';
import { type Elsewhere, unitLogs } from './advice.ts';

const state = [
  'systemctl status {unit} --no-pager --full',
  'aws ecs describe-services --cluster {ecsCluster} --services {ecsService}',
  "aws lambda get-function-configuration --function-name {lambdaName} --query '[State,StateReason,LastUpdateStatus,LastModified]'",
  'aws rds describe-events --source-type db-instance --source-identifier {dbInstance} --duration 180',
];
/** What a setting of its own needs to take effect. */
const STARTS_ANEW = 'it must start anew with the new setting.';
const restart = {
  run: [
    'systemctl restart {unit}',
    'aws ecs update-service --cluster {ecsCluster} --service {ecsService} --force-new-deployment',
  ],
  risk: 'requests in flight are cut off, and what it holds in memory is lost.',
} as const;
const limits = [
  'systemctl show {unit} -p MemoryCurrent -p MemoryMax -p CPUQuotaPerSecUSec -p TasksCurrent -p TasksMax -p LimitNOFILE',
  "aws lambda get-function-configuration --function-name {lambdaName} --query '[MemorySize,Timeout,LastModified]'",
];
const compareUse = { say: 'Compare use with its limit.', run: limits } as const;
const network = {
  check: { say: 'Time a call to it from its own machine and from another one.' },
  remedy: {
    say: 'Look for a traffic rule (tc, firewall) on its interface, and move it elsewhere meanwhile.',
    ...restart,
  },
} as const;

/** For causes that lie in one program: a unit, a container, a function, a managed server. */
export const programsElsewhere: Readonly<Partial<Record<CauseCode, Elsewhere>>> = {
  workload_unavailable: {
    check: { say: 'See the state of its instances and their last words.', run: state },
    remedy: {
      say: 'Bring it back; find out first why it went away.',
      risk: 'a restart may lose the last words of what ran before.',
    },
  },
  dependency_unavailable: {
    check: { say: 'See whether {callee|it} answers, and the state of its instances.', run: state },
  },
  bad_deploy: { check: { say: 'Compare the version that runs with the one before, and when each began.', run: state } },
  deployment_scaled_to_zero: {
    check: { say: 'See who set its wanted number of instances to zero, and when.', run: state },
    remedy: {
      say: 'If nobody meant it, start it again: one instance to begin with.',
      risk: 'somebody may have stopped it on purpose (a migration, costs): ask first.',
    },
  },
  oom_killed: {
    check: compareUse,
    remedy: {
      say: 'Give it the memory that it needs, if its machine has it; find out why it needs that.',
      risk: `${STARTS_ANEW} A leak only takes longer to fill a higher limit.`,
    },
  },
  memory_leak: {
    check: { say: 'Watch memory grow between restarts.', run: limits },
    remedy: { say: 'Restart to win time; the leak itself is in the application.', ...restart },
  },
  pod_cpu_overload: {
    check: { say: 'Compare the CPU that it uses with what it has.', run: limits },
    remedy: {
      say: 'Run more instances if it keeps no state, or give it more CPU.',
      risk: 'more instances load what they call, databases above all.',
    },
  },
  pod_cpu_throttled: {
    check: { say: 'Compare the CPU that it uses with its limit.', run: limits },
    remedy: {
      say: 'Raise or drop its CPU limit.',
      risk: 'without a limit it can take CPU from its neighbours.',
    },
  },
  pod_memory_pressure: {
    check: { say: 'Compare the memory that it uses with what it has.', run: limits },
    remedy: {
      say: 'Give it more memory, or find what fills it.',
      risk: `${STARTS_ANEW} A leak only takes longer to fill it.`,
    },
  },
  pod_network_delay: network,
  pod_network_packet_loss: {
    ...network,
    check: { say: 'On {host|its machine}: count resent segments and drops.', run: 'cat /proc/net/snmp && ip -s link' },
  },
  traffic_spike: {
    remedy: {
      say: 'Run more instances if it keeps no state, or limit the source.',
      risk: 'more instances load what they call; a limit turns callers away.',
    },
  },
  hpa_at_maximum: {
    check: { say: 'Compare how many instances run with the most that its scaling allows.', run: state },
    remedy: {
      say: 'Raise that maximum if the machines and the databases behind can bear it.',
      risk: 'more instances load what they call, and may find no room.',
    },
  },
  garbage_collection_pressure: {
    check: { say: 'Compare the heap with its maximum and with the memory that the program may take.', run: limits },
    remedy: {
      say: 'Raise the heap and with it the memory limit, or find what fills the heap.',
      risk: `${STARTS_ANEW} A heap near the limit ends with the process killed.`,
    },
  },
  event_loop_blocked: {
    remedy: {
      say: 'Move that work out of the event loop; more instances win time.',
      risk: 'each further instance opens connections of its own to the databases.',
    },
  },
  file_descriptor_limit_reached: {
    check: { say: 'Count the open files of the process against its limit (ulimit -n, LimitNOFILE).', run: limits },
    remedy: { say: 'Restart to win time; then close what leaks, or raise the limit on open files.', ...restart },
  },
  thread_limit_reached: {
    check: { say: 'Count its threads against the limit of processes (TasksMax, pids.max, ulimit -u).', run: limits },
    remedy: { say: 'Restart to win time; then bound its thread pools, or raise the limit.', ...restart },
  },
  graceful_shutdown_missing: {
    check: { say: 'See how long it may take to end before it is killed (TimeoutStopSec, stop timeout).', run: state },
    remedy: {
      say: 'Let it finish its requests after SIGTERM, and take it out of the balancer before it is stopped.',
      risk: 'each deploy takes longer by the time that requests are given to end.',
    },
  },
  clock_skew: {
    check: {
      say: 'On {node|its machine}: compare its clock with a time server.',
      run: 'chronyc tracking || timedatectl',
    },
  },
  readiness_probe_incorrect_path: {
    check: { say: 'Compare the path of the health check with those that the application answers.', run: state },
    remedy: {
      say: 'Set a path that answers 200.',
      risk: 'a path that always answers 200 keeps a broken instance in service.',
    },
  },
  application_crash_on_start: { check: { say: 'Read the last words before the crash.', run: [unitLogs, ...state] } },
  poison_message: {
    check: {
      say: 'Read which message fails again and again.',
      run: [
        unitLogs,
        'aws sqs get-queue-attributes --queue-url "$(aws sqs get-queue-url --queue-name {sqsQueue} --query QueueUrl --output text)" --attribute-names All',
      ],
    },
  },
  queue_backlog: {
    check: {
      say: 'Compare how fast {queue|the queue} is filled with how fast it is read.',
      run: 'aws sqs get-queue-attributes --queue-url "$(aws sqs get-queue-url --queue-name {sqsQueue} --query QueueUrl --output text)" --attribute-names All',
    },
  },
  upstream_rate_limited: {
    check: {
      say: 'See which calls are refused over the rate, by whom, and what the limit is.',
      run: [
        "aws dynamodb describe-table --table-name {dynamoTable} --query 'Table.[BillingModeSummary,ProvisionedThroughput,TableStatus]'",
        'aws lambda get-function-concurrency --function-name {lambdaName}',
        unitLogs,
      ],
    },
  },
  cloud_quota_exceeded: {
    check: {
      say: "Compare the account's quota of {resource|that resource} with its use.",
      run: ['aws lambda get-function-concurrency --function-name {lambdaName} && aws lambda get-account-settings'],
    },
  },
  database_failover: {
    check: { say: 'See which server is primary, and since when.', run: state },
  },
  incorrect_image_reference: {
    check: { say: 'Read what the registry answered.', run: state },
    remedy: { say: 'Set an image that exists.', risk: STARTS_ANEW },
  },
  image_architecture_mismatch: {
    check: { say: "Compare the image's platforms with the machine's." },
    remedy: {
      say: 'Build the image for the platform of the machines, or choose machines of its platform.',
      risk: STARTS_ANEW,
    },
  },
  image_pull_rate_limited: {
    check: { say: 'Read the answer of the registry: 429 or "toomanyrequests".', run: state },
    remedy: {
      say: 'Pull with an account that has a higher limit, or through a mirror; or wait until the limit opens again.',
      risk: 'containers that are removed now cannot come back before that.',
    },
  },
  registry_credentials_expired: {
    check: { say: 'Read how the registry refused the pull.', run: state },
    remedy: {
      say: 'Renew the credentials of the pull, and find why they were not renewed by themselves.',
      risk: 'containers that are removed before that cannot come back.',
    },
  },
  missing_secret: {
    check: { say: 'See whether the secret that it names exists, and whether it may read it.', run: state },
    remedy: {
      say: 'Create the secret {secret|} (with the key), or correct its name where it is referred to.',
      risk: 'whoever may read the secret can act with it.',
    },
  },
  invalid_command: {
    check: { say: 'Compare the command with the files that it names.', run: state },
    remedy: { say: 'Correct the command and its arguments.', risk: STARTS_ANEW },
  },
  container_port_conflict: {
    check: { say: 'On {host|its machine}: find who holds the port that it could not bind.', run: 'ss -ltnup' },
    remedy: {
      say: 'End what holds the port, or give one of them another.',
      risk: 'whoever calls the old port must follow.',
    },
  },
  volume_mount_permission_denied: {
    check: { say: 'Compare the owner of the files with the user that the program runs as.', run: [unitLogs] },
    remedy: {
      say: 'Change the owner of the files, or run the program as their owner.',
      risk: 'others that use the files may lose their access.',
    },
  },
  sidecar_not_ready: {
    check: { say: 'Read the log of the proxy beside it.' },
    remedy: {
      say: 'Bring back what the proxy waits for (its control plane, its certificate), then start it anew.',
      risk: 'the program behind it is away while the proxy starts.',
    },
  },
  service_protocol_mismatch: {
    check: { say: 'Compare the protocol that callers speak with the one that its port answers.' },
    remedy: { say: 'Set the protocol that the port speaks.', risk: 'callers of the old protocol are refused.' },
  },
  service_env_var_address_mismatch: {
    check: { say: 'Compare the address that it calls with where {callee|the callee} listens.', run: [unitLogs] },
    remedy: {
      say: 'Correct {variable|the address} to the name and port of {callee|what is meant}.',
      risk: STARTS_ANEW,
    },
  },
  network_policy_blocks_traffic: {
    check: { say: 'Read the rules (firewall, security group, proxy) between the caller and it.' },
    remedy: {
      say: 'Add a rule that admits the caller, and only it.',
      risk: 'a rule that is too wide opens it to more than the caller.',
    },
  },
  ingress_backend_missing: {
    check: { say: 'Compare the backends that the proxy names with what runs.' },
    remedy: { say: 'Name a backend and port that exist.', risk: 'traffic moves as soon as the proxy has read it.' },
  },
  ingress_tls_secret_missing: {
    check: { say: 'Look for the certificate file that the proxy names.' },
    remedy: {
      say: 'Put the certificate there, or correct its name in the proxy.',
      risk: 'the other hosts of the proxy change with it if you slip.',
    },
  },
  gateway_route_rejected: {
    check: { say: 'Read why the gateway did not accept the route.' },
    remedy: {
      say: 'Correct what its message names, and load it again.',
      risk: 'traffic moves as soon as the route is accepted.',
    },
  },
  credentials_expired: {
    remedy: {
      say: 'Renew the credential, let its users load it, and find why it was not renewed by itself.',
      risk: 'an old credential that is revoked too early cuts off whoever still uses it.',
    },
  },
  external_service_outage: {
    check: { say: 'Look at the status page of {callee|the external service}, and call it from another network.' },
  },
  database_credentials_invalid: {
    remedy: {
      say: 'Bring the password that clients have and that of the database together, then let the clients load it.',
      risk: 'a new password cuts off every client that still has the old one.',
    },
  },
};
