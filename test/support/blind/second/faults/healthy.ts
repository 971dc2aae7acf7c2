import type { Cluster } from '../../core/cluster.ts';
import type { Alert, Change, Effect, Say, Scenario, System } from '../../core/model.ts';
import { iso } from '../../core/span.ts';
import {
  chapel,
  crate,
  ferry,
  hof,
  libris,
  orchard,
  pollen,
  post,
  river,
  shelf,
  snap,
  tally,
  vela,
  wharf,
} from '../systems/all.ts';

interface Calm {
  effects?: Record<string, Effect>;
  logs?: Say[];
  cluster?: (c: Cluster) => void;
  changes?: Change[];
  alerts?: Alert[];
  without?: Scenario['without'];
  metrics?: Scenario['metrics'];
}

const calm = (system: System, report: string, more: Calm): Scenario => ({
  ...more,
  key: `calm-${system.name}-again`,
  kind: 'healthy',
  system,
  report,
  components: [],
  causes: [],
  what: 'Nothing is wrong; what can be seen is the noise of life.',
  quote: '',
  logs: more.logs?.map((s) => ({ always: true, level: 'warn', ...s })),
});

/** A pod that was started again three days ago. */
const longAgo =
  (name: string) =>
  (c: Cluster): void => {
    const [pod] = c.podsOf(name);
    const at = c.span.start - 3 * 86_400;
    pod.metadata.creationTimestamp = iso(at - 9 * 86_400);
    const status = pod.status.containerStatuses[0];
    status.restartCount = 2;
    const ended = { exitCode: 143, reason: 'Error', startedAt: iso(at - 86_400), finishedAt: iso(at) };
    status.lastState = { terminated: ended };
    status.state = { running: { startedAt: iso(at + 3) } };
  };
const released = (service: string, summary: string): Change => ({
  before: 30,
  kind: 'deploy',
  service,
  summary,
  files: [`${service}/CHANGELOG.md`, `${service}/src/labels.txt`],
});

export const healthy: Scenario[] = [
  calm(vela, 'depot-portal feels slow to me, is there something?', {
    logs: [
      {
        in: 'cassandra',
        every: 800,
        level: 'info',
        say: 'GCInspector.java:292 - G1 Young Generation GC in 211ms.  G1 Eden Space: 1090519040 -> 0; G1 Old Gen: 3120562176 -> 3129475072;',
      },
      { in: 'scan-gateway', every: 700, say: 'Retrying publish to persistent://vela/default/scans (attempt 1)' },
    ],
    cluster: longAgo('shipments'),
  }),
  calm(crate, 'are mails late? one seller says so', {
    logs: [
      {
        in: 'sidekiq',
        every: 900,
        say: 'class=ReceiptJob jid={hex} elapsed=0.31: fail\nNet::ReadTimeout: Net::ReadTimeout',
      },
    ],
    changes: [released('seller-admin', 'seller-admin: new icons')],
  }),
  calm(ferry, 'kiosks slow at the pier?', {
    effects: { 'kiosk-api': { drift: 0.4 }, bookings: { drift: 0.35 }, sailings: { drift: 0.4 } },
    logs: [
      {
        in: 'cockroachdb',
        every: 900,
        level: 'info',
        say: '2@kv/kvserver/replica_command.go:443 ⋮ [n1,split,s1,r{id}/1:‹/Table/112›] {id}  initiating a split of this range at key /Table/112/1/{n} [r{id}] (load at key 2500.12 qps)',
      },
    ],
  }),
  calm(snap, 'photos do not load for my sister. outage?', {
    logs: [{ in: 'edge', every: 500, say: 'client closed the connection before the answer was complete' }],
    cluster: longAgo('feed'),
    alerts: [
      {
        name: 'InfoInhibitor',
        labels: { severity: 'none', namespace: 'snap' },
        summary: 'Info-level alert inhibition.',
      },
    ],
  }),
  calm(shelf, 'api deploy 30 min ago, still good?', {
    changes: [released('api', 'api 1.9.2: order of fields')],
    logs: [
      {
        in: 'worker',
        every: 1000,
        say: 'Task shelf.tasks.send_mail[{uuid}] retry: Retry in 30s: SMTPServerDisconnected()',
      },
    ],
  }),
  calm(libris, 'opac langsam? Bibliothekarin fragt', {
    effects: { opac: { drift: -0.3 }, searcher: { drift: -0.3 } },
    logs: [{ in: 'solr', every: 900, say: 'o.a.s.c.SolrCore PERFORMANCE WARNING: Overlapping onDeckSearchers=2' }],
  }),
  calm(hof, 'Ist der Shop langsam?', {
    logs: [
      { in: 'shop-php', every: 700, say: 'Undefined array key "coupon"' },
      { in: 'db-1', every: 1500, say: 'systemd[1]: Starting mariabackup.service - Incremental backup...' },
    ],
  }),
  calm(tally, 'customer got a 500 yesterday, is api ok now', {
    logs: [{ in: 'tally-rates-fn', every: 800, say: 'rates are 61 minutes old, asking again' }],
  }),
  calm(wharf, 'invoices slow today?', {
    changes: [released('invoices', 'invoices: footer')],
    logs: [{ in: 'ecs', every: 1500, raw: true, level: 'info', say: '(service invoices) has reached a steady state.' }],
  }),
  calm(pollen, 'spring is here, does the app hold?', {
    effects: { 'app-bff': { drift: 0.6 }, forecast: { drift: 0.6 }, stations: { drift: 0.5 } },
  }),
  calm(orchard, 'shop errors? a user saw 502', {
    logs: [
      {
        in: 'nmd-c2',
        every: 1200,
        say: 'consul[640]: {iso} [WARN]  agent: Check is now warning: check=service:basket-memory',
      },
    ],
  }),
  calm(river, 'is fares behind?', {
    logs: [
      {
        in: 'kafka-2',
        every: 900,
        level: 'info',
        say: '[GroupCoordinator 2]: Stabilized group ride-joiner generation {id} (__consumer_offsets-12) with 2 members (kafka.coordinator.group.GroupCoordinator)',
      },
    ],
  }),
  calm(chapel, 'wiki was slow for me just now', {
    logs: [{ in: 'caddy', every: 900, level: 'info', say: 'served key authentication certificate' }],
  }),
  calm(post, 'do mails go out? one parent got nothing', {
    without: ['metrics', 'alerts', 'changes'],
    logs: [
      {
        in: 'postfix',
        every: 900,
        say: '{hex}: to=<parent{id}@mail.example>, relay=relay.school.example[198.51.100.7]:587, delay=0.8, dsn=5.1.1, status=bounced (host relay.school.example said: 550 5.1.1 User unknown)',
      },
      {
        in: 'dovecot',
        every: 600,
        say: 'imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<admin>, method=PLAIN, rip={ip}, lip=10.0.0.3, TLS',
      },
    ],
  }),
];
