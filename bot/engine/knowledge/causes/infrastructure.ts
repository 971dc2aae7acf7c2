import type { CAUSES } from '../../../domain/cause.ts';
import { type CauseTraits, is, isMadeBy } from './traits.ts';

export const infrastructureCauses: Readonly<Record<(typeof CAUSES)['infrastructure'][number], CauseTraits>> = {
  kubelet_unavailable: isMadeBy(['containerd_unavailable', 'node_memory_pressure'], is('condition', 'node', 'pending')),
  containerd_unavailable: is('condition', 'node', 'not-started'),
  kube_proxy_unavailable: is('condition', 'node', 'unreachable'),
  kube_scheduler_unavailable: isMadeBy(['etcd_quota_exceeded', 'etcd_slow'], is('state', 'pending', 'blocked')),
  coredns_unavailable: is('condition', 'lookup', 'unreachable'),
  node_not_ready: isMadeBy(
    ['kubelet_unavailable', 'containerd_unavailable', 'node_network_unavailable', 'node_memory_pressure'],
    is('symptom', 'node', 'pending'),
  ),
  node_disk_pressure: isMadeBy(['node_disk_filling', 'ephemeral_storage_limit_exceeded'], is('condition', 'node')),
  node_memory_pressure: is('condition', 'node', 'slow'),
  // What is lost is sent again, after a fifth of a second at the least.
  node_network_delay: isMadeBy(['node_network_packet_loss'], is('condition', 'node', 'slow')),
  node_network_packet_loss: is('condition', 'node', 'slow'),
  node_pid_pressure: is('condition', 'node'),
  node_network_unavailable: is('condition', 'node', 'unreachable'),
  node_filesystem_read_only: is('condition', 'node', 'failing'),
  // PostgreSQL keeps what it cannot archive, until the file system of pg_wal is full (manual, "Setting Up WAL Archiving").
  node_disk_filling: isMadeBy(['wal_archiving_failed'], is('condition', 'node', 'failing')),
  // A program that is made to do more work, as by a regular expression that backtracks, takes what its machine has.
  node_cpu_saturation: isMadeBy(['noisy_neighbor', 'bad_config_change', 'bad_deploy'], is('condition', 'node', 'slow')),
  node_disk_io_saturation: isMadeBy(['noisy_neighbor'], is('condition', 'node', 'slow')),
  noisy_neighbor: is('condition', 'node', 'slow'),
  conntrack_table_full: is('condition', 'node', 'unreachable', 'slow', 'lookup'),
  inotify_limit_reached: is('condition', 'node', 'crashing', 'failing'),
  etcd_quota_exceeded: is('condition', 'blocked', 'failing', 'pending'),
  etcd_slow: isMadeBy(['node_disk_io_saturation'], is('condition', 'blocked', 'slow')),
  disruption_budget_blocks_eviction: is('condition', 'blocked'),
  custom_resource_failed: is('state', 'blocked', 'failing', 'absent'),
};
