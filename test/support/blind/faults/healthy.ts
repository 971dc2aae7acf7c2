import type { Cluster } from '../core/cluster.ts';
import type { Alert, Change, Effect, Say, Scenario, System } from '../core/model.ts';
import { iso } from '../core/span.ts';
import {
  brickyard,
  chirrup,
  claimdesk,
  fjord,
  harborline,
  kranich,
  lumen,
  metropol,
  mosaic,
  nightjar,
  orcfall,
  pelican,
  thermo,
  tulip,
  vireo,
} from './systems.ts';

type Noise = (c: Cluster) => void;

const lastWeek =
  (name: string, exitCode = 143): Noise =>
  (c) => {
    const [pod] = c.podsOf(name);
    const at = c.span.start - 6 * 86_400;
    pod.metadata.creationTimestamp = iso(at - 5 * 86_400);
    const status = pod.status.containerStatuses[0];
    status.restartCount = 1;
    status.lastState = {
      terminated: {
        exitCode,
        reason: exitCode === 0 ? 'Completed' : 'Error',
        startedAt: iso(at - 86_400),
        finishedAt: iso(at),
      },
    };
    status.state = { running: { startedAt: iso(at + 4) } };
  };
const deploy =
  (name: string, version: string): Noise =>
  (c) => {
    const image = c.deployment(name).spec.template.spec.containers[0].image.replace(/:.*/, `:${version}`);
    const fresh = c.rollout(
      name,
      (t) => {
        t.spec.containers[0].image = image;
      },
      { fresh: c.podsOf(name).length, replaced: c.podsOf(name).length, after: -35 },
    );
    for (const pod of fresh)
      c.event(
        pod,
        'Unhealthy',
        `Readiness probe failed: Get "http://${pod.status.podIP}:8080/healthz": dial tcp ${pod.status.podIP}:8080: connect: connection refused`,
        { after: -34.8 },
      );
  };
const jobDone =
  (name: string): Noise =>
  (c) => {
    const at = c.span.minutesAfter(-40);
    const namespace = c.scenario.system.namespace;
    c.add({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace, creationTimestamp: iso(at) },
      spec: { completions: 1, template: { spec: { containers: [{ name: 'main', image: 'busybox:1.36' }] } } },
      status: {
        succeeded: 1,
        startTime: iso(at),
        completionTime: iso(at + 1300),
        conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: iso(at + 1300) }],
      },
    });
  };

interface Calm {
  effects?: Record<string, Effect>;
  logs?: Say[];
  noise?: Noise[];
  changes?: Change[];
  alerts?: Alert[];
  busy?: string;
  without?: Scenario['without'];
  traces?: boolean;
}

const calm = (key: string, system: System, report: string, more: Calm): Scenario => ({
  key: `calm-${key}`,
  kind: 'healthy',
  system,
  report,
  components: [],
  causes: [],
  what: 'Nothing is wrong; what can be seen is the noise of life.',
  quote: '',
  effects: more.effects,
  logs: more.logs?.map((s) => ({ always: true, level: 'warn', ...s })),
  changes: more.changes,
  alerts: more.alerts,
  without: more.without,
  traces: more.traces,
  cluster: (c) => {
    for (const noise of more.noise ?? []) noise(c);
  },
  metrics: (m, s) => {
    if (!more.busy) return;
    m.drop('node_cpu_seconds_total', { node: more.busy });
    const l = { instance: `${more.busy}:9100`, job: 'node-exporter', node: more.busy, cpu: '0' };
    const busy = (at: number): number => (at > s.minutesAfter(-40) && at < s.minutesAfter(-18) ? 0.66 : 0.26);
    m.counter('node_cpu_seconds_total', { ...l, mode: 'idle' }, (at) => 1 - busy(at));
    m.counter('node_cpu_seconds_total', { ...l, mode: 'user' }, (at) => busy(at) * 0.85);
    m.counter('node_cpu_seconds_total', { ...l, mode: 'system' }, (at) => busy(at) * 0.15);
  },
});

const changed = (service: string, summary: string, before = 35): Change => ({
  before,
  kind: 'deploy',
  service,
  summary,
  files: [`${service}/README.md`, `${service}/src/format.ts`],
});

export const healthy: Scenario[] = [
  calm('tulip-1', tulip, 'is checkout slow? a customer says so on twitter', {
    logs: [{ in: 'checkout', every: 700, say: 'Retry 1 of 3 for POST http://mailer:8080/send' }],
    noise: [lastWeek('stock')],
  }),
  calm('tulip-2', tulip, 'after the deploy of catalog: anything broken?', {
    noise: [deploy('catalog', '1.28.0')],
    changes: [changed('catalog', 'catalog 1.28.0: labels of filters')],
    traces: true,
  }),
  calm('fjord-1', fjord, 'transfers ok? month end, want to be sure', {
    effects: { transfers: { drift: 0.35 }, ledger: { drift: 0.3 }, 'edge-proxy': { drift: 0.3 } },
    logs: [
      {
        in: 'fj-app-01',
        every: 900,
        say: 'systemd[1]: Starting sysstat-collect.service - system activity accounting tool...',
      },
    ],
  }),
  calm('fjord-2', fjord, 'edge-proxy is throwing errors?', {
    logs: [
      {
        in: 'edge-proxy',
        every: 800,
        level: 'error',
        say: 'client intended to send too large body: 2097152 bytes, client: {ip}, server: bank.example, request: "POST /transfers HTTP/1.1", host: "bank.example"',
      },
    ],
  }),
  calm('vireo-1', vireo, 'kafka lag?', {
    logs: [
      {
        in: 'sessionizer',
        every: 1500,
        level: 'info',
        say: '[Consumer clientId=sessionizer-1, groupId=sessionizer] Successfully joined group with generation Generation{generationId=41}',
      },
    ],
    noise: [lastWeek('collector')],
  }),
  calm('harbor-1', harborline, 'portal slow', {
    logs: [{ in: 'booking-api', every: 600, say: 'Retry attempt 1 of 3 for docs-svc after 200 ms' }],
    noise: [lastWeek('portal', 0)],
  }),
  calm('harbor-2', harborline, 'SQL server overloaded? backup runs at night', {
    busy: 'aks-np1-vmss000001',
    noise: [jobDone('nightly-export-29111')],
  }),
  calm('brick-1', brickyard, 'Shop langsam?', {
    effects: { www: { drift: 0.4 }, 'shop-php': { drift: 0.4 } },
    logs: [
      {
        in: 'shop-php',
        every: 500,
        say: 'Deprecated: Creation of dynamic property Cart::$hint is deprecated in /var/www/app/Cart.php on line 88',
      },
    ],
  }),
  calm('chirrup-1', chirrup, 'chat disconnects for me', {
    logs: [{ in: 'chat-web', every: 400, say: 'Phoenix.Socket: transport closed by client' }],
    noise: [lastWeek('presence')],
  }),
  calm('chirrup-2', chirrup, 'push-relay deploy went out, is it good', {
    noise: [deploy('push-relay', '2.3.1')],
    changes: [changed('push-relay', 'push-relay 2.3.1: texts')],
  }),
  calm('claim-1', claimdesk, 'adjusters say desk is down', {
    logs: [{ in: 'claims-api', every: 600, say: 'retrying quote-engine (attempt 2 of 3), first answer took 300ms' }],
  }),
  calm('orc-1', orcfall, 'lag in arena?', {
    effects: { arena: { drift: -0.3 }, 'edge-lobby': { drift: -0.25 } },
    noise: [lastWeek('arena')],
  }),
  calm('lumen-1', lumen, 'model slow today?', {
    logs: [{ in: 'model-server', every: 500, say: 'prompt truncated to 4096 tokens' }],
    alerts: [
      {
        name: 'InfoInhibitor',
        labels: { severity: 'none', namespace: 'inference' },
        summary: 'Info-level alert inhibition.',
      },
    ],
  }),
  calm('mosaic-1', mosaic, 'search errors?', {
    logs: [
      { in: 'search', every: 700, say: 'cache refresh took 412 ms' },
      { in: 'payment-adapter', every: 1200, say: 'charge declined by issuer: insufficient_funds' },
    ],
    traces: true,
  }),
  calm('mosaic-2', mosaic, 'booking deploy, look please', {
    noise: [deploy('booking', '1.12.0'), lastWeek('geo')],
    changes: [changed('booking', 'booking 1.12.0: wording')],
  }),
  calm('pelican-1', pelican, 'dinner rush, all ok?', {
    effects: { 'diner-app': { drift: 0.5 }, menus: { drift: 0.45 }, orders: { drift: 0.5 } },
    logs: [{ in: 'orders', every: 600, say: 'kitchen answered slowly (210 ms), continuing' }],
  }),
  calm('metropol-1', metropol, 'someone says purchase is broken', {
    logs: [
      { in: 'purchase', every: 900, say: 'card declined for order {n}' },
      { in: 'gate', every: 800, say: 'slow client closed the connection' },
    ],
    noise: [lastWeek('issuer')],
  }),
  calm('nightjar-1', nightjar, 'reports late?', {
    busy: 'nj-node-2',
    noise: [jobDone('settle-eod-29111785')],
    logs: [
      { in: 'report-api', every: 600, say: 'SAWarning: Coercing Subquery object into a select() for use in IN()' },
    ],
  }),
  calm('thermo-1', thermo, 'meters offline?', {
    logs: [{ in: 'mqtt-bridge', every: 300, say: 'client {hex} keepalive timeout, closing' }],
    without: ['traces', 'changes'],
  }),
  calm('kranich-1', kranich, 'slow this morning', {
    noise: [deploy('patients', '1.14.2'), lastWeek('lab-import', 0)],
    changes: [changed('patients', 'patients 1.14.2: umlauts')],
  }),
];
