import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { brickyard, lumen, vireo } from './systems.ts';

/** Machines, their disks and their networks. */
export const networks: Scenario[] = [
  {
    key: 'clicks-packet-loss',
    system: vireo,
    report: 'clickhouse inserts and kafka produce slow, p99 through the roof. kafka lag',
    components: ['node/ip-10-3-2-40'],
    causes: ['node_network_packet_loss'],
    what: 'The network card of ip-10-3-2-40 drops packets.',
    quote: 'node_network_receive_errs_total\\{.*ip-10-3-2-40',
    elsewhere: true,
    effects: {
      collector: {
        slow: 14,
        errors: 0.05,
        code: 503,
        said: [
          'produce: kafka server: Request exceeded the user-specified time limit in the request',
          'produce: read tcp 10.44.1.8:40122->10.44.6.3:9092: i/o timeout',
        ],
      },
      'dash-api': { slow: 3 },
    },
    metrics: (m, s) => {
      const l = { instance: 'ip-10-3-2-40:9100', job: 'node-exporter', node: 'ip-10-3-2-40' };
      m.drop('node_network_receive_errs_total', { node: 'ip-10-3-2-40' });
      m.drop('node_network_receive_drop_total', { node: 'ip-10-3-2-40' });
      m.counter('node_network_receive_errs_total', { ...l, device: 'eth0' }, s.stage(0, 410), 12);
      m.counter('node_network_receive_drop_total', { ...l, device: 'eth0' }, s.stage(0.01, 390), 40);
      for (const node of vireo.nodes)
        m.counter(
          'node_netstat_Tcp_RetransSegs',
          { instance: `${node}:9100`, job: 'node-exporter', node },
          node === 'ip-10-3-2-40' ? s.stage(2, 640) : s.flat(2, 0.5),
        );
    },
    logs: [
      {
        in: 'ip-10-3-2-40',
        every: 130,
        say: 'kernel: mlx5_core 0000:00:05.0 eth0: Error cqe on cqn 0x4a3, ci 0x1f, qn 0x10e, opcode 0xe, syndrome 0x11, vendor syndrome 0x0',
      },
      {
        in: 'kafka',
        every: 70,
        level: 'warn',
        say: '[ReplicaFetcher replicaId=2, leaderId=1, fetcherId=0] Error in response for fetch request (type=FetchRequest, replicaId=2) java.net.SocketTimeoutException: Failed to connect within 30000 ms (kafka.server.ReplicaFetcherThread)',
      },
    ],
  },
  {
    key: 'features-neighbour',
    system: lumen,
    report: 'feature lookup slow since an hour or less, gateway p95 alarm. redis?',
    components: ['node/cpu-pool-1', 'service/feature-api', 'service/backfill-embeddings'],
    causes: ['noisy_neighbor', 'node_cpu_saturation'],
    what: 'A backfill job without a limit takes all processors of cpu-pool-1, where feature-api runs.',
    quote: 'backfill-embeddings',
    elsewhere: true,
    effects: { 'feature-api': { slow: 14, errors: 0.03 }, 'infer-gateway': { slow: 2.2, errors: 0.02 } },
    cluster: (c, span) => {
      for (const pod of c.podsOf('feature-api')) pod.spec.nodeName = 'cpu-pool-1';
      const labels = { 'job-name': 'backfill-embeddings' };
      const job = c.add({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'backfill-embeddings', namespace: 'inference', creationTimestamp: iso(span.onset - 20) },
        spec: {
          parallelism: 1,
          completions: 1,
          template: {
            spec: { containers: [{ name: 'backfill', image: 'ghcr.io/lumen-ml/backfill:0.2', resources: {} }] },
          },
        },
        status: { active: 1, startTime: iso(span.onset - 20) },
      });
      c.pods.push({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'backfill-embeddings-t7xq2',
          namespace: 'inference',
          uid: span.random.uid(),
          labels,
          creationTimestamp: iso(span.onset - 20),
          ownerReferences: [
            { apiVersion: 'batch/v1', kind: 'Job', name: job.metadata.name, uid: job.metadata.uid, controller: true },
          ],
        },
        spec: {
          nodeName: 'cpu-pool-1',
          containers: [{ name: 'backfill', image: 'ghcr.io/lumen-ml/backfill:0.2', resources: {} }],
        },
        status: {
          phase: 'Running',
          qosClass: 'BestEffort',
          podIP: '10.48.2.91',
          startTime: iso(span.onset - 20),
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: iso(span.onset - 10) }],
          containerStatuses: [
            {
              name: 'backfill',
              ready: true,
              started: true,
              restartCount: 0,
              image: 'ghcr.io/lumen-ml/backfill:0.2',
              state: { running: { startedAt: iso(span.onset - 10) } },
              lastState: {},
            },
          ],
        },
      });
    },
    metrics: (m, s) => {
      m.drop('node_cpu_seconds_total', { node: 'cpu-pool-1' });
      const l = { instance: 'cpu-pool-1:9100', job: 'node-exporter', node: 'cpu-pool-1', cpu: '0' };
      m.counter('node_cpu_seconds_total', { ...l, mode: 'idle' }, s.stage(0.7, 0.004));
      m.counter('node_cpu_seconds_total', { ...l, mode: 'user' }, s.stage(0.24, 0.95, 0.001));
      m.counter('node_cpu_seconds_total', { ...l, mode: 'system' }, s.stage(0.05, 0.045, 0.01));
      m.set('node_load1', { node: 'cpu-pool-1' }, s.stage(2.2, 47));
      m.counter(
        'container_cpu_usage_seconds_total',
        { namespace: 'inference', pod: 'backfill-embeddings-t7xq2', container: 'backfill' },
        s.stage(0, 7.1),
        0,
      );
    },
  },
  {
    key: 'mysql-read-only-disk',
    system: brickyard,
    report: 'Warenkorb geht nicht, Fehler 500 bei jeder Bestellung',
    components: ['node/by-sql1', 'service/shop-mysql'],
    causes: ['node_filesystem_read_only'],
    what: 'After a disk error the kernel remounted the file system of by-sql1 read-only.',
    quote: 'Remounting filesystem read-only',
    elsewhere: true,
    without: ['metrics'],
    effects: {
      'shop-php': {
        errors: 0.5,
        said: [
          'SQLSTATE[HY000]: General error: 1030 Got error 168 - \'Unknown (generic) error from engine\' from storage engine {"exception":"[object] (PDOException(code: HY000))"}',
        ],
      },
      www: { errors: 0.4, code: 500 },
    },
    logs: [
      {
        in: 'by-sql1',
        say: [
          'kernel: blk_update_request: I/O error, dev sda, sector 419432448 op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 0',
          'kernel: Aborting journal on device sda2-8.',
          'kernel: EXT4-fs error (device sda2): ext4_journal_check_start:83: comm mysqld: Detected aborted journal',
          'kernel: EXT4-fs (sda2): Remounting filesystem read-only',
        ],
        after: -0.3,
      },
      { in: 'shop-mysql', every: 30, say: "[MY-012640] [InnoDB] Error number 30 means 'Read-only file system'" },
    ],
  },
  {
    key: 'php-log-disk',
    system: brickyard,
    report: 'shop login broken: session errors, redis again?',
    components: ['node/by-web2'],
    causes: ['node_disk_filling', 'node_disk_pressure'],
    what: 'The disk of by-web2 is full; PHP can write neither logs nor uploads.',
    quote: 'No space left on device',
    elsewhere: true,
    effects: {
      'shop-php': {
        errors: 0.62,
        said: [
          'file_put_contents(/var/www/storage/framework/views/9f1c.php): Failed to open stream: No space left on device',
        ],
      },
      www: { errors: 0.5, code: 500 },
    },
    metrics: (m, s) =>
      m.set('node_filesystem_avail_bytes', { node: 'by-web2' }, (at) =>
        at >= s.onset ? 0 : Math.max(0, ((s.onset - at) / (s.onset - s.start)) * 2.4e10),
      ),
    logs: [
      {
        in: 'by-web2',
        every: 100,
        say: [
          'systemd-journald[310]: Failed to write entry to /var/log/journal/system.journal, ignoring: No space left on device',
          'logrotate[9912]: error: error writing to /var/log/shop/debug.log.1: No space left on device',
        ],
      },
    ],
  },
];
