import type { CauseCode } from '../domain/cause.ts';

/** A sentence and, where one exists, a command. Checks change nothing; remedies may. */
export interface Advice {
  readonly check: readonly [string, string?];
  readonly remedy: readonly [string, string?];
}

const describeQuota: Advice['check'] = [
  'Compare used with hard.',
  'kubectl -n {namespace} describe resourcequota {quota}',
];
const describePod: Advice['check'] = ["Read the pod's events.", 'kubectl -n {namespace} describe pod {pod}'];
const editWorkload = 'kubectl -n {namespace} edit {kind}/{workload}';
const rollBack = 'kubectl -n {namespace} rollout undo {kind}/{workload}';
const raiseQuota = 'kubectl -n {namespace} edit resourcequota {quota}';
const showTemplate = "kubectl -n {namespace} get {kind} {workload} -o jsonpath='{.spec.template.spec}'";
const showClaim: Advice['check'] = [
  'Compare the claim with the volumes.',
  'kubectl -n {namespace} get pvc,pv,storageclass -o wide',
];
const remakeClaim: Advice['remedy'] = [
  'A claim cannot be changed once made: delete the pending one and make it anew with what the volume offers.',
  'kubectl -n {namespace} delete pvc {claim}',
];
const unitState = 'systemctl status {unit} && journalctl -u {unit} --since -30min --no-pager';

/** What confirms each cause and what ends it. */
export const ADVICE: Readonly<Record<CauseCode, Advice>> = {
  missing_service_account: {
    check: ['List the service accounts of the namespace.', 'kubectl -n {namespace} get serviceaccount {account}'],
    remedy: [
      'Create the account, or name the right one in the workload.',
      'kubectl -n {namespace} create serviceaccount {account}',
    ],
  },
  namespace_cpu_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the CPU quota, or lower requests.', raiseQuota],
  },
  namespace_memory_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the memory quota, or lower requests.', raiseQuota],
  },
  namespace_pod_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the pod quota, or remove pods not needed.', raiseQuota],
  },
  namespace_service_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the quota of Services, then apply the missing Service again.', raiseQuota],
  },
  namespace_storage_quota_exceeded: {
    check: describeQuota,
    remedy: ['Raise the storage quota, then apply the missing claim again.', raiseQuota],
  },
  limit_range_violated: {
    check: ['Read the limits that pods must keep to.', 'kubectl -n {namespace} describe limitrange'],
    remedy: ["Bring the workload's requests and limits within the range.", editWorkload],
  },
  admission_webhook_denied: {
    check: ['Read the refusal in full.', 'kubectl -n {namespace} get events --field-selector reason=FailedCreate'],
    remedy: ['Change the workload to what the policy asks.', editWorkload],
  },
  admission_webhook_unavailable: {
    check: [
      'Find the webhook and its Service.',
      'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations',
    ],
    remedy: ['Bring the webhook back; until then its failurePolicy decides.'],
  },
  rbac_forbidden: {
    check: [
      'Ask what the account may do.',
      'kubectl auth can-i --list --as=system:serviceaccount:{namespace}:{account}',
    ],
    remedy: ['Bind a role with the missing verb to the account.'],
  },
  insufficient_node_cpu: {
    check: ['See what the nodes have left.', "kubectl describe nodes | grep -A8 'Allocated resources'"],
    remedy: ['Lower the CPU request, free a node, or add one.', editWorkload],
  },
  insufficient_node_memory: {
    check: ['See what the nodes have left.', "kubectl describe nodes | grep -A8 'Allocated resources'"],
    remedy: ['Lower the memory request, free a node, or add one.', editWorkload],
  },
  insufficient_ephemeral_storage: {
    check: ['See what the nodes have left.', "kubectl describe nodes | grep -A8 'Allocated resources'"],
    remedy: ['Lower the ephemeral-storage request, or clear disk on the nodes.', editWorkload],
  },
  node_selector_mismatch: {
    check: ['Compare the selector with the labels of the nodes.', 'kubectl get nodes --show-labels'],
    remedy: ["Correct the workload's nodeSelector, or label the node that was meant.", editWorkload],
  },
  node_affinity_mismatch: {
    check: ['Compare the affinity with the labels of the nodes.', 'kubectl get nodes --show-labels'],
    remedy: ["Correct the workload's node affinity, or label the node that was meant.", editWorkload],
  },
  pod_anti_affinity_conflict: {
    check: ['See where the pods it avoids are running.', 'kubectl -n {namespace} get pods -o wide --show-labels'],
    remedy: ['Make the anti-affinity preferred, lower the replicas, or add a node.', editWorkload],
  },
  taint_toleration_mismatch: {
    check: [
      'Read the taints of the nodes.',
      'kubectl get nodes -o custom-columns=NAME:.metadata.name,TAINTS:.spec.taints',
    ],
    remedy: ['Add a toleration to the workload, or remove the taint if it has served.', editWorkload],
  },
  node_cordoned: {
    check: ['See which nodes are cordoned, and ask who did it and why.', 'kubectl get nodes'],
    remedy: ['When the maintenance is over, let the node take pods again.', 'kubectl uncordon {node}'],
  },
  topology_spread_unsatisfiable: {
    check: ['See how the pods are spread.', 'kubectl -n {namespace} get pods -o wide'],
    remedy: ['Allow more skew, use ScheduleAnyway, or add a node in the short zone.', editWorkload],
  },
  pvc_storage_class_mismatch: { check: showClaim, remedy: remakeClaim },
  pvc_access_mode_mismatch: { check: showClaim, remedy: remakeClaim },
  pvc_capacity_mismatch: { check: showClaim, remedy: remakeClaim },
  pvc_selector_mismatch: { check: showClaim, remedy: remakeClaim },
  pv_binding_occupied: {
    check: showClaim,
    remedy: ['Make another volume, or free this one from the claim that holds it if that claim is not needed.'],
  },
  host_port_conflict: {
    check: [
      'Find who holds the host port.',
      'kubectl get pods -A -o jsonpath=\'{range .items[*]}{.metadata.name} {.spec.containers[*].ports[*].hostPort}{"\\n"}{end}\'',
    ],
    remedy: ['Drop the hostPort or choose another.', editWorkload],
  },
  incorrect_image_reference: {
    check: ['Read what the registry answered.', 'kubectl -n {namespace} describe pod {pod}'],
    remedy: ['Set an image that exists, or go back to the last revision.', rollBack],
  },
  image_registry_dns_failure: {
    check: [
      "Resolve the registry's name on the node.",
      'kubectl debug node/{node} -it --image=busybox -- nslookup <registry>',
    ],
    remedy: ["Correct the registry's name in the image, or the node's resolver.", editWorkload],
  },
  image_registry_unreachable: {
    check: [
      'Reach the registry from the node.',
      'kubectl debug node/{node} -it --image=busybox -- wget -S --spider https://<registry>/v2/',
    ],
    remedy: ['Restore the way to the registry (firewall, proxy, the registry itself), or use a mirror.'],
  },
  missing_image_pull_secret: {
    check: [
      'See which pull secrets are named and which exist.',
      'kubectl -n {namespace} get secrets --field-selector type=kubernetes.io/dockerconfigjson',
    ],
    remedy: [
      'Create the registry secret and name it in imagePullSecrets.',
      'kubectl -n {namespace} create secret docker-registry <secret> --docker-server=<registry> --docker-username=<user> --docker-password=<password>',
    ],
  },
  image_architecture_mismatch: {
    check: ["Compare the image's platforms with the node's.", 'kubectl get nodes -L kubernetes.io/arch'],
    remedy: ['Build the image for the platform of the nodes, or select nodes of its platform.'],
  },
  missing_config_map: {
    check: ['List the ConfigMaps of the namespace.', 'kubectl -n {namespace} get configmaps'],
    remedy: ['Create the ConfigMap (with the key), or correct its name in the workload.', editWorkload],
  },
  missing_secret: {
    check: ['List the Secrets of the namespace.', 'kubectl -n {namespace} get secrets'],
    remedy: ['Create the Secret (with the key), or correct its name in the workload.', editWorkload],
  },
  volume_mount_permission_denied: {
    check: [
      'Compare the owner of the volume with the user of the container.',
      'kubectl -n {namespace} logs {pod} --previous --tail=20',
    ],
    remedy: ["Set fsGroup or runAsUser to the volume's owner, or change the owner of the files.", editWorkload],
  },
  volume_attach_failed: {
    check: describePod,
    remedy: ['Free the volume from the node that holds it, or correct the volume.'],
  },
  init_container_failed: {
    check: [
      'Read the log of the init container.',
      'kubectl -n {namespace} logs {pod} --all-containers --previous --tail=50',
    ],
    remedy: ['Put right what the init container waits for or does.', editWorkload],
  },
  invalid_command: {
    check: ['Compare the command with what the image holds.', showTemplate],
    remedy: ['Correct command and args, or go back to the last revision.', rollBack],
  },
  application_crash_on_start: {
    check: ['Read the last words before the crash.', 'kubectl -n {namespace} logs {pod} --previous --tail=50'],
    remedy: ['If it began with a rollout, go back to the last revision.', rollBack],
  },
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
    remedy: [
      'Restart to win time; the leak itself is in the application.',
      'kubectl -n {namespace} rollout restart {kind}/{workload}',
    ],
  },
  service_selector_mismatch: {
    check: [
      'Compare the selector with the labels of the pods.',
      'kubectl -n {namespace} get endpoints {service} && kubectl -n {namespace} get pods --show-labels',
    ],
    remedy: [
      "Set the Service's selector to the labels that the pods carry.",
      'kubectl -n {namespace} edit service {service}',
    ],
  },
  service_port_mapping_mismatch: {
    check: ['Compare targetPort with the ports of the container.', 'kubectl -n {namespace} describe service {service}'],
    remedy: ["Set targetPort to the container's port or its name.", 'kubectl -n {namespace} edit service {service}'],
  },
  service_protocol_mismatch: {
    check: [
      "Compare the Service's protocol with the container's.",
      'kubectl -n {namespace} describe service {service}',
    ],
    remedy: ['Set the protocol that the container speaks.', 'kubectl -n {namespace} edit service {service}'],
  },
  service_env_var_address_mismatch: {
    check: [
      'Compare the address with the Services.',
      'kubectl -n {namespace} set env {kind}/{workload} --list && kubectl -n {namespace} get services',
    ],
    remedy: [
      'Correct {variable} to the name and port of {callee}.',
      'kubectl -n {namespace} set env {kind}/{workload} {variable}=<host:port>',
    ],
  },
  network_policy_blocks_traffic: {
    check: ['Read the policies that select the pods.', 'kubectl -n {namespace} describe networkpolicy {policy}'],
    remedy: ['Add a rule that admits the caller.', 'kubectl -n {namespace} edit networkpolicy {policy}'],
  },
  ingress_backend_missing: {
    check: ['Compare the backends with the Services.', 'kubectl -n {namespace} describe ingress {ingress}'],
    remedy: ['Name a Service and port that exist.', 'kubectl -n {namespace} edit ingress {ingress}'],
  },
  ingress_tls_secret_missing: {
    check: ['Look for the secret.', 'kubectl -n {namespace} get secret {secret}'],
    remedy: [
      'Create the TLS secret, or correct its name in the Ingress.',
      'kubectl -n {namespace} edit ingress {ingress}',
    ],
  },
  dns_resolution_failure: {
    check: [
      'Resolve the name from a pod.',
      'kubectl -n {namespace} exec {kind}/{workload} -- nslookup kubernetes.default',
    ],
    remedy: ['Correct the name that is asked for, or bring cluster DNS back.'],
  },
  certificate_expired: {
    check: ['Read the end of the certificate.', 'kubectl -n {namespace} get certificate {certificate} -o yaml'],
    remedy: ['Renew the certificate and find why it was not renewed by itself.'],
  },
  kubelet_unavailable: {
    check: ['See the unit on the node.', unitState],
    remedy: ['Start the kubelet on {node}.', 'systemctl restart kubelet'],
  },
  containerd_unavailable: {
    check: ['See the unit on the node.', unitState],
    remedy: ['Start the container runtime on {node}.', 'systemctl restart containerd'],
  },
  kube_proxy_unavailable: {
    check: ['See the unit or pod on the node.', unitState],
    remedy: ['Start kube-proxy on {node}.', 'systemctl restart kube-proxy'],
  },
  kube_scheduler_unavailable: {
    check: ['See the unit or static pod on the control plane.', unitState],
    remedy: ['Start the scheduler on {node}.', 'systemctl restart kube-scheduler'],
  },
  coredns_unavailable: {
    check: ['See the DNS pods.', 'kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide'],
    remedy: ['Bring cluster DNS back.', 'kubectl -n kube-system rollout restart deployment/coredns'],
  },
  node_not_ready: {
    check: ['Read the conditions of the node.', 'kubectl describe node {node}'],
    remedy: [
      'Bring the node back, or drain and replace it.',
      'kubectl drain {node} --ignore-daemonsets --delete-emptydir-data',
    ],
  },
  node_disk_pressure: {
    check: ['Read the conditions of the node.', 'kubectl describe node {node}'],
    remedy: ['Clear images and logs on {node}, or enlarge its disk.'],
  },
  node_memory_pressure: {
    check: ['See what uses the memory.', 'kubectl describe node {node}'],
    remedy: ['Move pods off {node}, and give them requests that match their use.', 'kubectl cordon {node}'],
  },
  node_network_delay: {
    check: [
      'Measure the way to and from the node.',
      'kubectl debug node/{node} -it --image=busybox -- ping -c 20 <other node>',
    ],
    remedy: ['Move pods off {node} while its network is put right.', 'kubectl cordon {node}'],
  },
  node_network_packet_loss: {
    check: [
      'Count lost packets to and from the node.',
      'kubectl debug node/{node} -it --image=busybox -- ping -c 100 <other node>',
    ],
    remedy: ['Move pods off {node} while its network is put right.', 'kubectl cordon {node}'],
  },
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
    remedy: [
      'Restart the pod elsewhere, and look for a traffic rule on its interface.',
      'kubectl -n {namespace} rollout restart {kind}/{workload}',
    ],
  },
  pod_network_packet_loss: {
    check: ['Count resends from another pod.', 'kubectl -n {namespace} exec {kind}/{workload} -- cat /proc/net/snmp'],
    remedy: [
      'Restart the pod elsewhere, and look for a traffic rule on its interface.',
      'kubectl -n {namespace} rollout restart {kind}/{workload}',
    ],
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
  dependency_unavailable: {
    check: ['See whether it answers.', 'kubectl -n {namespace} get endpoints {service}'],
    remedy: ['Bring it back, or let its callers go on without it.'],
  },
  connection_pool_exhausted: {
    check: ['Compare pool use with its size.', 'kubectl -n {namespace} logs {kind}/{workload} --since=30m --tail=200'],
    remedy: ['Find what holds connections; only then enlarge the pool.'],
  },
  database_connection_exhausted: {
    check: [
      'Count connections by client.',
      'SELECT usename, client_addr, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC;',
    ],
    remedy: ['End idle connections, and pool them in front of the database.'],
  },
  database_cpu_saturation: {
    check: [
      'Find the queries that use most time.',
      'SELECT calls, total_exec_time, query FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 10;',
    ],
    remedy: ['Put the heaviest query right, or give the database more CPU.'],
  },
  database_storage_full: {
    check: [
      'See what uses the space.',
      'SELECT datname, pg_size_pretty(pg_database_size(datname)) FROM pg_database ORDER BY pg_database_size(datname) DESC;',
    ],
    remedy: ['Enlarge the storage, then remove what is not needed.'],
  },
  database_failover: {
    check: ['See which server is primary and since when.', 'SELECT pg_is_in_recovery(), pg_postmaster_start_time();'],
    remedy: ['Let clients reconnect to the new primary; find why the old one fell.'],
  },
  replication_lag: {
    check: ['Measure the lag.', 'SELECT application_name, replay_lag FROM pg_stat_replication;'],
    remedy: ['Send reads that must be fresh to the primary, and ease the writes.'],
  },
  checkpoint_storm: {
    check: ['Count checkpoints that were forced.', 'SELECT * FROM pg_stat_checkpointer;'],
    remedy: ['Raise max_wal_size and spread checkpoints.'],
  },
  upstream_rate_limited: {
    check: ['Look for 429 answers.', 'kubectl -n {namespace} logs {kind}/{workload} --since=30m --tail=200'],
    remedy: ['Slow the calls, cache, or ask for a higher limit.'],
  },
  bad_deploy: {
    check: ['Compare the revisions.', 'kubectl -n {namespace} rollout history {kind}/{workload}'],
    remedy: ['Go back to the last revision.', rollBack],
  },
  bad_config_change: {
    check: [
      'Compare the configuration with the last good one.',
      'kubectl -n {namespace} get {kind} {workload} -o yaml',
    ],
    remedy: ['Take the configuration change back.', rollBack],
  },
  feature_flag_change: {
    check: ['Compare the onset with the time the flag was changed.'],
    remedy: ['Switch the flag back.'],
  },
};
