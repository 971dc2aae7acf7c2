import type { Scenario } from '../core/model.ts';
import { iso } from '../core/span.ts';
import { fjord, lumen, metropol, nightjar } from './systems.ts';

/** Programs that ran, and then did not run well. */
export const limits: Scenario[] = [
  {
    key: 'cards-clock',
    lost: ['fraud-score', 'ledger'],
    system: fjord,
    report: 'card authorisations declined with 401, only some of them. tokens ok, we checked',
    components: ['node/fj-app-02', 'service/cards', 'service/fraud-score'],
    causes: ['clock_skew'],
    what: 'The clock of fj-app-02 runs ever more than a minute behind, so fresh tokens are "not yet valid" there.',
    quote: 'chronyd\\[811\\]: Can.t synchronise: no selectable sources',
    effects: {
      cards: {
        errors: 0.52,
        code: 401,
        said: [
          'JWT rejected: Token used before issued: nbf is in the future of the local clock (allowed skew 60 seconds)',
        ],
      },
      'edge-proxy': { errors: 0.22, code: 502 },
    },
    metrics: (m, s) => {
      const drift = (at: number): number =>
        s.on(at) ? -60 - s.grown(at) * 37 : (-60 * (at - s.start)) / (s.onset - s.start);
      for (const node of ['fj-app-01', 'fj-app-02', 'fj-db-01', 'fj-db-02']) {
        const l = { instance: `${node}:9100`, job: 'node-exporter', node };
        m.gauge('node_timex_offset_seconds', l, node === 'fj-app-02' ? drift : s.flat(0.0002, 0.9));
        m.gauge('node_timex_sync_status', l, (at) => (node === 'fj-app-02' && at > s.start + 300 ? 0 : 1));
      }
    },
    logs: [
      {
        in: 'fj-app-02',
        after: -50,
        say: [
          "kernel: clocksource: timekeeping watchdog on CPU3: Marking clocksource 'tsc' as unstable because the skew is too large:",
          'chronyd[811]: Source 10.9.0.4 offline',
          "chronyd[811]: Can't synchronise: no selectable sources",
        ],
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
      const due = span.onset - 5400;
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
        spec: {
          schedule: `${new Date(due * 1000).getUTCMinutes()} ${new Date(due * 1000).getUTCHours()} * * *`,
          suspend: true,
          concurrencyPolicy: 'Forbid',
          jobTemplate: template,
        },
        status: { lastScheduleTime: iso(due - 86_400), lastSuccessfulTime: iso(due - 85_800) },
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
        before: 1400,
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
