import type { Scenario } from '../../core/model.ts';
import { iso } from '../../core/span.ts';
import { ferry } from '../systems/all.ts';

/** Go kit with CockroachDB and NATS. */
export const ofFerry: Scenario[] = [
  {
    key: 'bookings-certificate',
    system: ferry,
    report: 'kiosks cannot sell tickets any more. nats pods look fine',
    components: ['service/bookings'],
    causes: ['certificate_expired'],
    what: 'The client certificate with which bookings enters NATS has expired.',
    quote: 'certificate has expired or is not yet valid',
    elsewhere: true,
    effects: {
      bookings: { errors: 0.6, said: ['nats: connect: remote error: tls: expired certificate'] },
      'kiosk-api': { errors: 0.44, code: 502, said: ['bookings: 500 Internal Server Error'] },
    },
    logs: [
      {
        in: 'nats',
        every: 6,
        say: '{ip}:{n} - cid:{id} - TLS handshake error: tls: failed to verify certificate: x509: certificate has expired or is not yet valid (CN=bookings.lines)',
      },
      {
        in: 'bookings',
        after: 0.1,
        level: 'warn',
        say: ['nats: disconnected: EOF, reconnecting', 'nats: no servers available for connection'],
      },
    ],
    metrics: (m, s) => m.set('gnatsd_varz_connections', {}, s.whole(s.stage(14, 8, 0))),
  },
  {
    key: 'nats-policy',
    system: ferry,
    report: 'vehicles: every check-in times out. manifests empty too. deploy of vehicles was yesterday',
    components: ['service/nats', 'service/vehicles', 'service/manifests'],
    causes: ['network_policy_blocks_traffic', 'bad_config_change'],
    what: 'A new network policy lets only bookings reach NATS; vehicles and manifests time out.',
    quote: 'nats-ingress',
    effects: {
      vehicles: {
        errors: 0.93,
        slow: 80,
        code: 504,
        said: ['publish check-in: dial tcp 172.30.61.9:4222: i/o timeout'],
      },
    },
    cluster: (c) => {
      c.add({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'nats-ingress', namespace: 'lines', creationTimestamp: iso(c.span.onset - 20) },
        spec: {
          podSelector: { matchLabels: { app: 'nats' } },
          policyTypes: ['Ingress'],
          ingress: [
            { from: [{ podSelector: { matchLabels: { app: 'bookings' } } }], ports: [{ protocol: 'TCP', port: 4222 }] },
          ],
        },
      });
    },
    logs: [{ in: 'manifests', every: 11, say: 'fetch SAILINGS: dial tcp 172.30.61.9:4222: i/o timeout' }],
    metrics: (m, s) => {
      m.set('jetstream_consumer_num_pending', {}, s.whole(s.ramp(3, 9400)));
      m.set('gnatsd_varz_connections', {}, s.whole(s.stage(14, 5, 0)));
    },
    changes: [
      {
        before: 1500,
        kind: 'deploy',
        service: 'vehicles',
        summary: 'vehicles: lengths in centimetres',
        files: ['vehicles/format.go'],
      },
      {
        before: 0.4,
        kind: 'config',
        summary: 'Close NATS to what does not need it',
        files: ['policies/nats-ingress.yaml'],
      },
    ],
  },
  {
    key: 'one-row',
    system: ferry,
    report: 'about 5% of bookings fail, rest is ok. is it serious?',
    components: ['service/cockroachdb', 'service/bookings'],
    causes: ['lock_contention'],
    what: 'Bookings of one full sailing write the same row; their transactions are restarted until some give up.',
    quote: 'TransactionRetryWithProtoRefreshError: WriteTooOldError',
    elsewhere: true,
    effects: {
      bookings: {
        errors: 0.055,
        slow: 1.6,
        said: [
          'create booking: restart transaction: TransactionRetryWithProtoRefreshError: WriteTooOldError: write for key /Table/112/1/4471/0 at timestamp 17{n}.{n},0 too old; must write at or above 17{n}.{n},1 (SQLSTATE 40001)',
        ],
      },
      'kiosk-api': { errors: 0.03, code: 502 },
    },
    metrics: (m, s) => {
      for (const l of m.labelsOf('txn_restarts_writetooold', {})) {
        m.drop('txn_restarts_writetooold', l);
        m.counter('txn_restarts_writetooold', l, s.stage(0.2, 31, 0.1), 4100);
        m.gauge('sql_distsql_contended_queries_count', l, s.whole(s.stage(1, 61, 0.2)));
      }
    },
    logs: [
      {
        in: 'cockroachdb',
        every: 45,
        level: 'warn',
        say: '1@sql/contention/registry.go:112 ⋮ [T1,Vsystem,n1] {id}  contention event: key /Table/112/1/4471/0 waited 2.{id}s for transaction {hex}',
      },
    ],
  },
  {
    key: 'no-grace',
    system: ferry,
    report: 'short burst of errors at kiosks around the release of sailings. gone. do we need to do something?',
    components: ['service/sailings'],
    causes: ['graceful_shutdown_missing', 'bad_deploy'],
    onset: 46,
    until: 39,
    what: 'Pods of sailings end at once on SIGTERM while requests still come to them; each release costs some requests.',
    quote: 'SIGTERM: exiting now, \\d+ open connections closed',
    elsewhere: true,
    effects: {
      'kiosk-api': {
        errors: 0.11,
        code: 502,
        said: [
          'sailings: Get "http://sailings.lines:8080/sailings": EOF',
          'sailings: read tcp 10.44.0.9:41022->172.30.7.4:8080: read: connection reset by peer',
        ],
      },
      bookings: { errors: 0.08, code: 502, said: ['sailings: Get "http://sailings.lines:8080/sailings/{id}": EOF'] },
    },
    cluster: (c) => {
      c.deployment('sailings').spec.template.spec.terminationGracePeriodSeconds = 1;
      c.rollout(
        'sailings',
        (t) => {
          t.spec.containers[0].image = 'ghcr.io/ferrylines/sailings:1.17.0';
        },
        { fresh: 3, replaced: 3, after: 0 },
      );
    },
    logs: [
      {
        in: 'sailings',
        after: 0.3,
        every: 60,
        level: 'warn',
        say: 'SIGTERM: exiting now, 14 open connections closed',
      },
    ],
    changes: [
      {
        before: 0.5,
        kind: 'deploy',
        service: 'sailings',
        summary: 'sailings 1.17.0: winter timetable',
        files: ['sailings/timetable/winter.csv'],
      },
    ],
  },
];
