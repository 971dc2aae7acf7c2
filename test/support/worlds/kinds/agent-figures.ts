import { type Figure, gauge } from './figure.ts';
import { all, aService, kubernetes, runs } from './places.ts';

/**
 * Figures by the names that agents of monitoring suites give them, in per cent: Telegraf's plugins `disk`, `cpu` and `ping`,
 * Zabbix's template "ICMP Ping", and what BMC's suite calls a JVM's heap, an Oracle's sessions and its tablespaces.
 */
export const agentFigures: readonly Figure[] = [
  {
    id: 'disk-of-node-by-share',
    causes: ['node_disk_filling'],
    where: all(kubernetes, aService),
    shape: 'gradual',
    of: 'node',
    series: [gauge('disk_used_percent', 61, 99.8, { job: 'telegraf', path: '/var', fstype: 'xfs' })],
    failing: 0.06,
  },
  {
    id: 'inodes-of-node-by-share',
    causes: ['node_disk_filling'],
    where: all(kubernetes, aService),
    shape: 'gradual',
    of: 'node',
    series: [gauge('disk_inodes_used_percent', 38, 99.7, { job: 'telegraf', path: '/var', fstype: 'ext4' })],
    failing: 0.06,
  },
  {
    id: 'node-is-hardly-idle',
    causes: ['node_cpu_saturation'],
    where: all(kubernetes, aService),
    of: 'node',
    series: [gauge('cpu_usage_idle', 62, 0.6, { job: 'telegraf', cpu: 'cpu-total' })],
    slower: 50,
  },
  {
    id: 'echoes-of-node-are-lost',
    causes: ['node_network_packet_loss'],
    where: all(kubernetes, aService),
    of: 'node',
    series: [gauge('icmppingloss', 0, 45, { job: 'zabbix' })],
    slower: 50,
  },
  {
    // A host that drops every echo is away, or lets none in: of packets that are lost on the way it tells nothing.
    id: 'node-answers-no-echo',
    causes: ['node_network_packet_loss', 'latency_regression'],
    where: all(kubernetes, aService),
    of: 'node',
    series: [gauge('icmppingloss', 0, 100, { job: 'zabbix' })],
    slower: 50,
  },
  {
    id: 'echoes-of-service-are-lost',
    causes: ['pod_network_packet_loss'],
    where: all(kubernetes, aService),
    of: 'part',
    series: [gauge('ping_percent_packet_loss', 0, 45)],
    slower: 60,
  },
  {
    id: 'service-answers-no-echo',
    causes: ['pod_network_packet_loss', 'latency_regression'],
    where: all(kubernetes, aService),
    of: 'part',
    series: [gauge('ping_percent_packet_loss', 0, 100)],
    slower: 60,
  },
  {
    id: 'heap-never-below',
    causes: ['garbage_collection_pressure'],
    where: all(aService, runs('jvm')),
    of: 'pods',
    series: [gauge('JVM_Heap_Used_Pct', 92.6, 99)],
    slower: 300,
  },
  {
    id: 'sessions-used-up',
    causes: ['database_connection_exhausted'],
    where: all(kubernetes, aService),
    of: { used: 'oracle-erp' },
    series: [gauge('Sess_Used_Pct', 41, 100)],
    failing: 0.3,
  },
  {
    id: 'tablespace-is-full',
    causes: ['database_storage_full'],
    where: all(kubernetes, aService),
    shape: 'gradual',
    of: { used: 'oracle-erp' },
    series: [gauge('Tbs_Used_Pct', 88, 99.9, { tablespace: 'USERS' })],
    failing: 0.3,
  },
];
