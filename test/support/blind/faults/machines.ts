import { writeNode } from '../core/exporters.ts';
import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { fjord, orcfall, thermo } from './systems.ts';

/** Machines, their disks and their networks. */
export const machines: Scenario[] = [
  {
    key: 'metal-kubelet',
    system: orcfall,
    report: 'matches crash mid game for some players, matchmaker says no arena. matchmaker bug?',
    components: ['node/metal-03'],
    causes: ['kubelet_unavailable', 'node_not_ready'],
    what: 'The kubelet of metal-03 fails at start after an upgrade; the node is NotReady and its pods are lost.',
    quote: 'failed to load kubelet config file',
    elsewhere: true,
    effects: {
      arena: { errors: 0.07, code: 504, said: ['session {hex} closed by proxy: endpoint was removed'] },
      matchmaker: { errors: 0.3, code: 503, said: ['allocate arena: no ready server in zone fra-3'] },
    },
    logs: [
      {
        in: 'metal-03',
        say: [
          'systemd[1]: Stopping kubelet.service - kubelet: The Kubernetes Node Agent...',
          'systemd[1]: Stopped kubelet.service - kubelet: The Kubernetes Node Agent.',
        ],
        after: -0.5,
      },
      {
        in: 'metal-03',
        every: 12,
        say: [
          'kubelet[88121]: run.go:72] "command failed" err="failed to load kubelet config file, path: /var/lib/kubelet/config.yaml, error: failed to decode kubelet config: strict decoding error: unknown field \\"featureGatez\\""',
          'systemd[1]: kubelet.service: Main process exited, code=exited, status=1/FAILURE',
          'systemd[1]: kubelet.service: Scheduled restart job, restart counter is at {id}.',
        ],
      },
    ],
    cluster: (c) => {
      const node = c.node('metal-03');
      for (const condition of node.status.conditions)
        Object.assign(condition, {
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastHeartbeatTime: iso(c.span.onset - 10),
          lastTransitionTime: iso(c.span.onset + 40),
        });
      node.spec.taints = [
        { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
      ];
      const lost = c.pods.filter((p) => p.spec.nodeName === 'metal-03');
      c.notReady(lost);
      c.event(node, 'NodeNotReady', 'Node metal-03 status is now: NodeNotReady', {
        type: 'Normal',
        from: 'node-controller',
        after: 0.7,
      });
      for (const pod of lost)
        c.event(pod, 'NodeNotReady', 'Node is not ready', { from: 'node-controller', after: 0.7 });
    },
  },
  {
    key: 'thermo-conntrack',
    system: thermo,
    report: 'timeouts all over in meters, random, like 1 of 8 requests. DNS?',
    components: ['node/th-w2'],
    causes: ['conntrack_table_full'],
    what: 'The connection table of th-w2 is full; the kernel drops packets of new connections.',
    quote: 'nf_conntrack: table full, dropping packet',
    elsewhere: true,
    effects: {
      'telemetry-ingest': { errors: 0.12, code: 504, slow: 3, said: ['dial tcp 172.30.7.7:5432: i/o timeout'] },
      'mqtt-bridge': {
        errors: 0.11,
        code: 504,
        slow: 2,
        said: ['post telemetry-ingest: dial tcp 172.30.7.40:8080: i/o timeout'],
      },
      'portal-api': { errors: 0.1, code: 504, slow: 3, said: ['connect ETIMEDOUT 172.30.7.7:5432'] },
    },
    logs: [
      {
        in: 'th-w2',
        every: 9,
        say: [
          'kernel: nf_conntrack: nf_conntrack: table full, dropping packet',
          'kernel: net_ratelimit: {id} callbacks suppressed',
        ],
      },
    ],
    metrics: (m, s) => {
      for (const node of thermo.nodes) {
        const l = { instance: `${node}:9100`, job: 'node-exporter', node };
        m.gauge('node_nf_conntrack_entries_limit', l, () => 131072);
        m.gauge(
          'node_nf_conntrack_entries',
          l,
          node === 'th-w2'
            ? s.whole((at) => (s.on(at) ? 131072 : 94_000 + ((at - s.start) / (s.onset - s.start)) * 36_000))
            : s.whole(s.flat(41_000, 0.05)),
        );
      }
    },
  },
  {
    key: 'ledger-disk',
    system: fjord,
    report: 'transfers slow, customers get timeouts in the app. java side says nothing useful',
    components: ['node/fj-db-01', 'service/ledger-pg'],
    causes: ['node_disk_io_saturation'],
    what: 'A backup saturates the disk of fj-db-01, so commits of the ledger wait for it.',
    quote: 'node_disk_io_time_seconds_total\\{.*fj-db-01',
    elsewhere: true,
    effects: {
      transfers: { slow: 7, errors: 0.06, code: 504 },
      ledger: { slow: 16 },
      'edge-proxy': { slow: 4, errors: 0.05, code: 504 },
      cards: { slow: 5, silent: true },
    },
    metrics: (m, s) => {
      const l = { node: 'fj-db-01' };
      for (const name of [
        'node_cpu_seconds_total',
        'node_disk_io_time_seconds_total',
        'node_load1',
        'node_memory_MemTotal_bytes',
        'node_memory_MemAvailable_bytes',
        'node_filesystem_size_bytes',
        'node_filesystem_avail_bytes',
        'node_network_receive_bytes_total',
        'node_network_receive_errs_total',
        'node_network_receive_drop_total',
      ])
        m.drop(name, l);
      writeNode(m, 'fj-db-01', s, { wait: s.stage(0.02, 0.61), io: s.stage(0.14, 0.998, 0.001) });
      m.counter(
        'node_disk_written_bytes_total',
        { instance: 'fj-db-01:9100', job: 'node-exporter', node: 'fj-db-01', device: 'nvme0n1' },
        s.stage(9e6, 4.1e8),
      );
    },
    logs: [
      {
        in: 'fj-db-01',
        say: [
          'systemd[1]: Starting pg-basebackup-full.service - Full base backup...',
          'pg_basebackup[40112]: pg_basebackup: initiating base backup, waiting for checkpoint to complete',
        ],
        after: -0.2,
      },
      {
        in: 'ledger-pg',
        every: 40,
        level: 'info',
        say: [
          'ledger@ledger||duration: {ms}.114 ms  execute <unnamed>: COMMIT',
          'checkpoint complete: wrote 41210 buffers (15.7%); 0 WAL file(s) added, 0 removed, 12 recycled; write=269.801 s, sync=41.204 s, total=311.551 s; sync files=212, longest=9.870 s, average=0.194 s',
        ],
      },
    ],
  },
];
