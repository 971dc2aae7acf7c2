import { writeNode } from '../../core/exporters.ts';
import type { Scenario } from '../../core/model.ts';
import { snap } from '../systems/all.ts';

/** axum with ScyllaDB. */
export const ofSnap: Scenario[] = [
  {
    key: 'scylla-disk',
    system: snap,
    report: 'feed loads slowly for many, edge p99 alarm',
    components: ['node/gke-snap-b-01', 'service/scylla'],
    causes: ['node_disk_io_saturation'],
    what: 'A backup of Scylla saturates the disk of one node; reads that need its replica wait.',
    quote: 'node_disk_io_time_seconds_total\\{.*gke-snap-b-01',
    elsewhere: true,
    effects: { feed: { slow: 4.2, errors: 0.02 }, people: { slow: 3.4 }, edge: { slow: 2.4, errors: 0.02, code: 504 } },
    metrics: (m, s) => {
      const l = { node: 'gke-snap-b-01' };
      for (const name of [
        'node_cpu_seconds_total',
        'node_disk_io_time_seconds_total',
        'node_network_receive_bytes_total',
        'node_network_receive_errs_total',
        'node_network_receive_drop_total',
      ])
        m.drop(name, l);
      writeNode(m, 'gke-snap-b-01', s, { wait: s.stage(0.02, 0.54), io: s.stage(0.2, 0.996, 0.002) });
      m.set('scylla_compaction_manager_pending_compactions', { pod: 'scylla-1' }, s.whole(s.ramp(3, 88)));
      m.counter(
        'scylla_io_queue_delay_sum',
        { component: 'scylla', pod: 'scylla-1', class: 'sl:default' },
        s.stage(0.01, 4.1, 0.1),
        12,
      );
    },
    logs: [
      {
        in: 'gke-snap-b-01',
        after: -0.3,
        say: [
          'scylla-manager-agent[2210]: INFO: rclone: Starting transaction limiter: max 0 transactions/s',
          'scylla-manager-agent[2210]: INFO: backup: uploading snapshot sm_20260412 of keyspace snap (412 GiB)',
        ],
      },
      {
        in: 'scylla',
        every: 40,
        level: 'warn',
        say: 'reader_concurrency_semaphore - Semaphore user with 100/100 count and 4{id}112/178257920 memory resources: timed out, dumping permit diagnostics',
      },
    ],
    traces: true,
  },
  {
    key: 'edge-files',
    system: snap,
    report: 'app shows "cannot connect" sometimes, 503 at the load balancer',
    components: ['service/edge'],
    causes: ['file_descriptor_limit_reached'],
    what: 'edge has as many files open as it may, so it can accept no more connections.',
    quote: 'Too many open files \\(os error 24\\)',
    effects: {
      edge: {
        errors: 0.24,
        code: 503,
        slow: 1.4,
        said: ['upstream connect to feed failed: Too many open files (os error 24)'],
      },
    },
    metrics: (m, s) => {
      for (const l of m.labelsOf('up', { component: 'edge' })) {
        m.gauge('process_max_fds', l, () => 1024);
        m.gauge(
          'process_open_fds',
          l,
          s.whole((at) => (s.on(at) ? 1023 : 610 + ((at - s.start) / (s.onset - s.start)) * 400)),
        );
      }
    },
    logs: [{ in: 'edge', every: 7, say: 'accept error: Too many open files (os error 24)' }],
  },
  {
    key: 'media-leak',
    system: snap,
    report: '',
    components: ['service/media'],
    causes: ['memory_leak', 'oom_killed'],
    what: 'media takes more memory with every picture until it is killed.',
    quote: 'OOMKilled',
    effects: {
      media: { errors: 0.07, code: 502, memory: 0.99, ramp: true },
      edge: { errors: 0.04, code: 502, said: ['media: connection error: Connection reset by peer (os error 104)'] },
    },
    cluster: (c) => c.crashing(c.podsOf('media'), 137, 4, 'OOMKilled', undefined, true),
  },
  {
    key: 'thumbs-throttled',
    system: snap,
    report: '',
    components: ['service/thumbs'],
    causes: ['pod_cpu_throttled', 'bad_config_change', 'pod_cpu_overload'],
    what: 'The CPU limit of thumbs was cut to a fifth; it is throttled most of the time.',
    quote: 'container_cpu_cfs_throttled_periods_total\\{.*thumbs',
    effects: { thumbs: { slow: 9 }, media: { slow: 4, errors: 0.02 } },
    cluster: (c) => {
      c.rollout(
        'thumbs',
        (t) => {
          t.spec.containers[0].resources = {
            requests: { cpu: '100m', memory: '192Mi' },
            limits: { cpu: '200m', memory: '384Mi' },
          };
        },
        { fresh: 2, replaced: 2, after: -0.3 },
      );
    },
    metrics: (m, s, c) => {
      for (const pod of c!.podsOf('thumbs')) {
        const l = { namespace: 'snap', pod: pod.metadata.name, container: 'thumbs' };
        m.counter('container_cpu_usage_seconds_total', l, s.flat(0.199, 0.01), 0);
        m.counter('container_cpu_cfs_periods_total', l, () => 10, 0);
        m.counter('container_cpu_cfs_throttled_periods_total', l, s.flat(9.1, 0.02), 0);
      }
    },
    changes: [
      {
        before: 0.6,
        kind: 'config',
        service: 'thumbs',
        summary: 'Right-size the small services',
        files: ['deploy/thumbs.yaml'],
        diff: '-              cpu: "1"\n+              cpu: 200m',
      },
    ],
  },
];
