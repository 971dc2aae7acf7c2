import type { Scenario } from '../core/model.ts';
import { fjord, harborline, pelican, thermo, tulip } from './systems.ts';

/** Programs that ran, and then did not run well. */
export const runtime: Scenario[] = [
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
    topology: false,
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
    cut: true,
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
];
