import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { fjord, harborline, lumen, metropol, mosaic, nightjar, pelican, thermo, tulip } from './systems.ts';

/** Programs that ran, and then did not run well. */
export const runtime: Scenario[] = [
  {
    key: 'offers-oom',
    system: mosaic,
    report: 'search results intermittently empty / 503. seems random',
    components: ['service/offers'],
    causes: ['oom_killed'],
    what: 'The pods of offers are killed again and again for memory.',
    quote: '"reason": ?"OOMKilled"',
    elsewhere: true,
    effects: {
      offers: { errors: 0.34, code: 503, slow: 1.5, memory: 0.97 },
      search: {
        errors: 0.3,
        code: 503,
        said: [
          'offers call failed: 503 Service Unavailable from GET http://offers:8080/offers',
          'I/O error on GET request for "http://offers:8080/offers": Connection reset',
        ],
      },
      ingressgateway: { errors: 0.2, code: 503 },
    },
    cluster: (c) => {
      c.crashing(c.podsOf('offers').slice(0, 1), 137, 6, 'OOMKilled');
      c.crashing(c.podsOf('offers').slice(1), 137, 5, 'OOMKilled', undefined, true);
    },
    logs: [
      {
        in: 'mz-node-03',
        every: 240,
        say: 'kernel: Memory cgroup out of memory: Killed process {n} (java) total-vm:4812344kB, anon-rss:1042120kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:2612kB oom_score_adj:968',
      },
    ],
  },
  {
    key: 'docs-liveness',
    system: harborline,
    report: 'PDF bills of lading sometimes fail, docs service flapping??',
    components: ['service/docs-svc'],
    causes: ['liveness_probe_incorrect_timing'],
    what: 'The liveness probe of docs-svc was set to one second and one try; rendering takes longer, so healthy pods are killed.',
    quote: 'Liveness probe failed: Get .*context deadline exceeded',
    effects: {
      'docs-svc': { errors: 0.24, code: 503 },
      'booking-api': {
        errors: 0.07,
        code: 502,
        said: ['System.Net.Http.HttpRequestException: Connection refused (docs-svc.booking:8080)'],
      },
    },
    changes: [
      {
        before: 2,
        kind: 'config',
        service: 'docs-svc',
        summary: 'docs-svc: quicker detection of hangs',
        files: ['k8s/docs-svc.yaml'],
        diff: '   livenessProbe:\n-    timeoutSeconds: 5\n-    failureThreshold: 3\n+    timeoutSeconds: 1\n+    failureThreshold: 1',
      },
    ],
    cluster: (c) => {
      const probe = {
        httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
        initialDelaySeconds: 5,
        periodSeconds: 5,
        timeoutSeconds: 1,
        failureThreshold: 1,
        successThreshold: 1,
      };
      const fresh = c.rollout(
        'docs-svc',
        (t) => {
          t.spec.containers[0].livenessProbe = probe;
        },
        { fresh: 2, replaced: 2 },
      );
      c.crashing(fresh, 137, 11, 'Error', undefined, true);
      for (const pod of fresh) {
        c.event(
          pod,
          'Unhealthy',
          `Liveness probe failed: Get "http://${pod.status.podIP}:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
          { count: 12 },
        );
        c.event(pod, 'Killing', 'Container docs-svc failed liveness probe, will be restarted', {
          type: 'Normal',
          count: 11,
        });
      }
    },
    logs: [
      { in: 'docs-svc', every: 110, level: 'info', say: 'Application is shutting down...' },
      { in: 'docs-svc', every: 60, level: 'info', say: 'Rendered bill-of-lading.pdf with 48 pages in {ms} ms' },
    ],
  },
  {
    key: 'totals-readiness',
    system: metropol,
    report: 'cart page: "could not compute total". cart team says cart was not touched',
    components: ['service/totals'],
    causes: ['readiness_probe_incorrect_path'],
    what: 'The readiness probe of totals asks for a path that answers 404, so it has no endpoints.',
    quote: 'Readiness probe failed: HTTP probe failed with statuscode: 404',
    elsewhere: true,
    effects: {
      totals: { traffic: 0.001 },
      cart: {
        errors: 0.88,
        code: 503,
        said: [
          'totals: no healthy upstream',
          'POST http://totals:8080/totals failed: connect ECONNREFUSED 172.30.11.6:8080',
        ],
      },
      gate: { errors: 0.11, code: 503 },
    },
    changes: [
      {
        before: 3,
        kind: 'deploy',
        service: 'totals',
        summary: 'totals: follow the new health convention',
        files: ['charts/totals/values.yaml'],
        diff: '-  readiness: /healthz\n+  readiness: /health/ready',
      },
    ],
    cluster: (c) => {
      const probe = {
        httpGet: { path: '/health/ready', port: 8080, scheme: 'HTTP' },
        periodSeconds: 10,
        timeoutSeconds: 2,
        failureThreshold: 3,
        successThreshold: 1,
      };
      const fresh = c.rollout(
        'totals',
        (t) => {
          t.spec.containers[0].readinessProbe = probe;
        },
        { fresh: 1, replaced: 1 },
      );
      c.notReady(fresh);
      c.event(fresh[0], 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 404', { count: 140 });
    },
  },
  {
    key: 'cards-leak',
    system: fjord,
    report: 'card payments get slower every hour since about midnight, was fine yesterday',
    minutes: 120,
    onset: 110,
    components: ['service/cards'],
    causes: ['memory_leak'],
    what: 'The heap of cards grows without end since the start, and collecting it takes ever more of the time.',
    quote: 'jvm_memory_used_bytes\\{.*job="cards".*G1 Old Gen',
    effects: { cards: { slow: 6, ramp: true, cpu: 4 }, 'edge-proxy': { slow: 2.1, ramp: true } },
    metrics: (m, s) => {
      m.set('jvm_memory_used_bytes', { job: 'cards' }, (at) => (2.9e8 + s.grown(at) * 7.4e8) * s.random.around(0.01));
      m.drop('jvm_gc_pause_seconds_sum', { job: 'cards' });
      m.counter(
        'jvm_gc_pause_seconds_sum',
        { instance: 'fj-app-02:9155', job: 'cards', action: 'end of major GC' },
        (at) => 0.004 + s.grown(at) ** 2 * 0.5,
      );
    },
    logs: [
      { in: 'cards', every: 600, after: 40, level: 'warn', say: 'AuthorizationHistory: 1{n} entries held in memory' },
      {
        in: 'cards',
        every: 120,
        after: 70,
        level: 'warn',
        say: '[gc] GC({id}) Pause Full (G1 Compaction Pause) 1012M->968M(1024M) {ms}.210ms',
      },
    ],
  },
  {
    key: 'bridge-files',
    system: thermo,
    report: 'About half of the meters offline, devices keep reconnecting. network?',
    components: ['service/mqtt-bridge'],
    causes: ['file_descriptor_limit_reached'],
    what: 'mqtt-bridge has used up its file descriptors and refuses connections.',
    quote: 'accept4: too many open files',
    effects: {
      'mqtt-bridge': { errors: 0.46, code: 503, traffic: 0.6 },
      'telemetry-ingest': { traffic: 0.55, silent: true },
    },
    metrics: (m, s) =>
      m.set(
        'process_open_fds',
        { job: 'mqtt-bridge' },
        s.whole((at) => Math.min(1024, s.on(at) ? 1024 : 700 + ((at - s.start) / (s.onset - s.start)) * 310)),
      ),
    logs: [
      {
        in: 'mqtt-bridge',
        every: 8,
        say: 'http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 1s',
      },
      { in: 'mqtt-bridge', every: 70, level: 'warn', say: 'client {hex} disconnected without close, keeping session' },
    ],
  },
  {
    key: 'booking-starved',
    system: harborline,
    report: 'portal super slow, booking takes 10 s. SQL team says their box is bored',
    components: ['service/booking-api'],
    causes: ['thread_pool_exhausted'],
    what: 'booking-api blocks its thread pool with synchronous waits; requests queue for a thread.',
    quote: 'thread pool starvation',
    elsewhere: true,
    effects: {
      'booking-api': { slow: 45, errors: 0.05, code: 500, cpu: 0.8 },
      portal: {
        slow: 22,
        errors: 0.09,
        code: 504,
        said: [
          'System.Threading.Tasks.TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 10 seconds elapsing.',
        ],
      },
    },
    metrics: (m, s) => {
      m.set('dotnet_threadpool_queue_length', { job: 'booking-api' }, s.whole(s.ramp(40, 900)));
      m.set('dotnet_threadpool_num_threads', { job: 'booking-api' }, s.whole(s.ramp(16, 74)));
    },
    logs: [
      {
        in: 'booking-api',
        every: 30,
        level: 'warn',
        say: 'As of "{n}", the heartbeat has been running for "00:00:04.1873052" which is longer than "00:00:01". This could be caused by thread pool starvation.',
      },
    ],
  },
  {
    key: 'catalog-collects',
    system: tulip,
    report: 'product pages hang for a second or two, then ok, then again. catalog restarted last week, related?',
    components: ['service/catalog'],
    causes: ['garbage_collection_pressure', 'pod_memory_pressure'],
    what: 'The heap of catalog is too small for what it holds: it spends most of its time in full collections.',
    quote: 'Pause Full \\(G1 Compaction Pause\\)',
    effects: { catalog: { slow: 18, errors: 0.01, cpu: 5, memory: 0.93 }, 'web-bff': { slow: 4, silent: true } },
    metrics: (m, s) => {
      m.set('jvm_memory_used_bytes', { job: 'catalog' }, s.stage(3.4e8, 1.045e9, 0.008));
      const pods = m.labelsOf('jvm_memory_used_bytes', { job: 'catalog' });
      for (const labels of pods) {
        const { area: _area, id: _id, ...target } = labels;
        m.counter('jvm_gc_pause_seconds_sum', { ...target, action: 'end of major GC' }, s.stage(0.0005, 0.62, 0.1));
      }
    },
    logs: [
      {
        in: 'catalog',
        every: 7,
        level: 'warn',
        say: [
          '[gc] GC({id}) Pause Full (G1 Compaction Pause) 1019M->1008M(1024M) 1843.204ms',
          '[gc] GC({id}) Pause Full (G1 Compaction Pause) 1021M->1010M(1024M) 2010.771ms',
        ],
      },
    ],
  },
  {
    key: 'diner-loop',
    system: pelican,
    report: 'diner app home super laggy. backends look ok in linkerd, cluster network??',
    components: ['service/diner-app'],
    causes: ['event_loop_blocked'],
    what: 'The event loop of diner-app is blocked for seconds at a time by its own code.',
    quote: 'event loop blocked for',
    effects: { 'diner-app': { slow: 14, errors: 0.02, cpu: 6 } },
    metrics: (m, s) => {
      m.set('nodejs_eventloop_lag_seconds', { job: 'diner-app' }, s.stage(0.004, 0.9, 0.2));
      m.set('nodejs_eventloop_lag_p99_seconds', { job: 'diner-app' }, s.stage(0.02, 2.6, 0.1));
    },
    logs: [
      {
        in: 'diner-app',
        every: 15,
        level: 'warn',
        say: 'event loop blocked for {ms}ms in renderRecommendations (JSON.parse of 38 MB)',
      },
    ],
  },
  {
    key: 'cards-clock',
    system: fjord,
    report: 'card authorisations declined with 401, only some of them. tokens ok, we checked',
    components: ['node/fj-app-02', 'service/cards', 'service/fraud-score'],
    causes: ['clock_skew'],
    what: 'The clock of fj-app-02 runs 97 seconds behind, so fresh tokens are "not yet valid" there.',
    quote: 'chronyd\\[811\\]: Can.t synchronise: no selectable sources',
    effects: {
      cards: {
        errors: 0.52,
        code: 401,
        said: ['JWT rejected: Token used before issued: nbf is 97 seconds in the future (allowed skew 60 seconds)'],
      },
      'edge-proxy': { errors: 0.22, code: 502 },
    },
    metrics: (m, s) => {
      for (const node of ['fj-app-01', 'fj-app-02', 'fj-db-01', 'fj-db-02']) {
        const l = { instance: `${node}:9100`, job: 'node-exporter', node };
        m.gauge('node_timex_offset_seconds', l, node === 'fj-app-02' ? s.ramp(-0.2, -97, 0.001) : s.flat(0.0002, 0.9));
        m.gauge('node_timex_sync_status', l, (at) => (node === 'fj-app-02' && at > s.start + 300 ? 0 : 1));
      }
    },
    logs: [
      {
        in: 'fj-app-02',
        after: -50,
        say: ['chronyd[811]: Source 10.9.0.4 offline', "chronyd[811]: Can't synchronise: no selectable sources"],
      },
      { in: 'fj-app-02', every: 500, say: "chronyd[811]: Can't synchronise: no selectable sources" },
    ],
  },
  {
    key: 'settle-suspended',
    system: nightjar,
    report: 'settlement file for tonight not there, report api answers but empty. who broke report api?',
    components: ['service/settle-eod'],
    causes: ['cron_job_suspended'],
    what: 'The cron job settle-eod is suspended, so tonight nothing was settled.',
    quote: '"suspend": ?true',
    elsewhere: true,
    without: ['traces'],
    effects: {},
    logs: [
      {
        in: 'report-api',
        every: 90,
        level: 'warn',
        say: 'no settlement rows for the business day, answering an empty report',
      },
    ],
    alerts: [
      {
        name: 'SettlementFileMissing',
        labels: { severity: 'critical', namespace: 'settlement' },
        summary: 'No settlement file by the deadline',
      },
    ],
    cluster: (c, span) => {
      const template = {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'settle', image: 'quay.example/settlement/settle:3.3' }],
            },
          },
        },
      };
      c.add({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'settle-eod', namespace: 'settlement' },
        spec: { schedule: '5 * * * *', suspend: true, concurrencyPolicy: 'Forbid', jobTemplate: template },
        status: { lastScheduleTime: iso(span.start - 93_000), lastSuccessfulTime: iso(span.start - 92_400) },
      });
      c.add({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'rates-snapshot', namespace: 'settlement' },
        spec: { schedule: '*/30 * * * *', suspend: false, jobTemplate: template },
        status: {
          lastScheduleTime: iso(Math.floor(span.end / 1800) * 1800),
          lastSuccessfulTime: iso(Math.floor(span.end / 1800) * 1800),
        },
      });
    },
    changes: [
      {
        before: 600,
        kind: 'config',
        service: 'settle-eod',
        summary: 'Suspend settle-eod for the maintenance of the warehouse',
        files: ['cron/settle-eod.yaml'],
        diff: '-  suspend: false\n+  suspend: true',
      },
    ],
  },
  {
    key: 'taxes-undefined',
    system: metropol,
    report: 'a few percent of carts fail to show a total. small but growing complaints',
    components: ['service/taxes'],
    causes: ['application_error'],
    what: 'taxes throws for orders from a region that it has no rate for.',
    quote: 'no tax rate for region "XK"',
    elsewhere: true,
    effects: {
      taxes: {
        errors: 0.09,
        said: [
          'tax computation failed: no tax rate for region "XK"\nmain.(*Table).Rate(0x0)\n\t/src/taxes/table.go:88',
        ],
      },
      totals: { errors: 0.09, code: 502, said: ['taxes answered 500 for cart {n}'] },
      cart: { errors: 0.07, code: 502, said: ['totals answered 502'] },
    },
    traces: true,
  },
  {
    key: 'tokenizer-scratch',
    system: lumen,
    report: 'tokenizer keeps disappearing, requests fail in bursts',
    components: ['service/tokenizer'],
    causes: ['ephemeral_storage_limit_exceeded'],
    what: 'The pods of tokenizer are evicted as their temporary files exceed the limit.',
    quote: 'Pod ephemeral local storage usage exceeds the total limit of containers 2Gi',
    effects: {
      tokenizer: { errors: 0.31, code: 503 },
      'infer-gateway': {
        errors: 0.3,
        code: 502,
        said: [
          'tokenize: Post "http://tokenizer:8080/tokenize": dial tcp 172.30.5.20:8080: connect: connection refused',
        ],
      },
    },
    cluster: (c, span) => {
      const message = 'Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ';
      for (const pod of c.podsOf('tokenizer')) pod.spec.containers[0].resources.limits['ephemeral-storage'] = '2Gi';
      const [pod] = c.podsOf('tokenizer');
      for (let i = 0; i < 3; i++) {
        const dead = structuredClone(pod);
        dead.metadata.name = `${pod.metadata.name.slice(0, -5)}${span.random.text(5)}`;
        dead.metadata.uid = span.random.uid();
        dead.metadata.creationTimestamp = iso(span.onset - 900 + i * 360);
        dead.status = {
          phase: 'Failed',
          reason: 'Evicted',
          message,
          startTime: iso(span.onset - 900 + i * 360),
          conditions: [{ type: 'Ready', status: 'False', reason: 'PodFailed' }],
        };
        c.pods.push(dead);
        c.event(dead, 'Evicted', message, { after: 1 + i * 6 });
      }
    },
    logs: [{ in: 'tokenizer', every: 40, level: 'warn', say: 'cache miss, unpacking vocabulary to /tmp/vocab-{hex}' }],
  },
];
