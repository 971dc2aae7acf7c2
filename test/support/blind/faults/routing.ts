import type { Scenario } from '../core/model.ts';
import { store } from '../systems/service.ts';
import { claimdesk, harborline, kranich, mosaic, tulip } from './systems.ts';

/** Everything runs, but the ways between are wrong. */
export const routing: Scenario[] = [
  {
    key: 'stock-address',
    lost: ['orders-db'],
    system: tulip,
    report: 'checkout says out of stock for all items',
    components: ['service/stock'],
    causes: ['service_env_var_address_mismatch', 'bad_config_change'],
    what: 'stock was given the address orders-database, which does not exist; the database is orders-db.',
    quote: 'UnknownHostException: orders-database\\.tulip-prod',
    elsewhere: true,
    effects: {
      stock: {
        errors: 0.99,
        said: [
          'Unable to acquire JDBC Connection\norg.postgresql.util.PSQLException: The connection attempt failed.\nCaused by: java.net.UnknownHostException: orders-database.tulip-prod\n\tat java.base/sun.nio.ch.NioSocketImpl.connect(NioSocketImpl.java:567)',
        ],
      },
      checkout: { errors: 0.9, code: 503, said: ['stock answered 500, treating item {n} as not available'] },
    },
    cluster: (c) => {
      c.rollout(
        'stock',
        (t) => {
          t.spec.containers[0].env = [{ name: 'ORDERS_DB_ADDR', value: 'orders-database.tulip-prod:5432' }];
        },
        { fresh: 2, replaced: 2 },
      );
    },
    changes: [
      {
        before: 2,
        kind: 'config',
        service: 'stock',
        summary: 'stock: values for the new chart',
        files: ['charts/stock/values.yaml'],
        diff: '-  ORDERS_DB_ADDR: orders-db.tulip-prod:5432\n+  ORDERS_DB_ADDR: orders-database.tulip-prod:5432',
      },
    ],
  },
  {
    key: 'docs-untrusted',
    system: harborline,
    report: 'bookings cannot be finished, something with SSL',
    components: ['service/docs-svc', 'service/booking-api'],
    causes: ['certificate_untrusted'],
    what: 'docs-svc serves a certificate of a new authority that booking-api does not trust.',
    quote: 'UntrustedRoot',
    effects: {
      'booking-api': {
        errors: 0.33,
        code: 500,
        said: [
          'System.Net.Http.HttpRequestException: The SSL connection could not be established, see inner exception.\n ---> System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot\n   at System.Net.Security.SslStream.SendAuthResetSignal(ReadOnlySpan`1 alert, ExceptionDispatchInfo exception)',
        ],
      },
      'docs-svc': { traffic: 0.01 },
      portal: { errors: 0.14, code: 502 },
    },
    changes: [
      {
        before: 2,
        kind: 'config',
        service: 'docs-svc',
        summary: 'docs-svc: certificate by the new internal CA 2026',
        files: ['certs/docs-svc.yaml'],
        diff: '-  issuerRef: harbor-ca\n+  issuerRef: harbor-ca-2026',
      },
    ],
    without: ['alerts'],
  },
  {
    key: 'adjuster-keepalive',
    system: claimdesk,
    report: 'adjusters see "502 Bad Gateway" now and then, a reload helps',
    onset: 50,
    components: ['service/adjuster-ui'],
    causes: ['idle_timeout_mismatch', 'bad_config_change'],
    what: 'adjuster-ui closes idle connections after 5 s, the load balancer keeps them 60 s: it sends into closed ones.',
    quote: 'keepAliveTimeout',
    effects: { 'adjuster-ui': { errors: 0.05, code: 502 } },
    metrics: (m, s) =>
      m.gauge(
        'aws_applicationelb_httpcode_elb_502_count_sum',
        {
          account_id: '111122223333',
          region: 'eu-central-1',
          dimension_LoadBalancer: 'app/desk/50dc6c495c0c9188',
          tag_Name: 'adjuster-ui',
        },
        s.whole(s.stage(0, 58, 0.2)),
      ),
    logs: [
      {
        in: 'alb-access',
        every: 21,
        raw: true,
        say: 'https {iso} app/desk/50dc6c495c0c9188 {ip}:{n} 10.20.1.15:3000 0.000 0.001 -1 502 - 512 277 "GET https://desk.claims.example:443/desk HTTP/1.1" "Mozilla/5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/adjuster-ui/6d0ecf831eec9f09',
      },
      {
        in: 'adjuster-ui',
        after: -1,
        level: 'info',
        say: 'listening on :3000 keepAliveTimeout=5000 headersTimeout=6000 (load balancer idle timeout is 60 s)',
      },
    ],
    changes: [
      {
        before: 3,
        kind: 'deploy',
        service: 'adjuster-ui',
        summary: 'adjuster-ui: use the defaults of the HTTP server',
        files: ['src/server.ts'],
        diff: '-server.keepAliveTimeout = 65_000;\n-server.headersTimeout = 66_000;',
      },
    ],
  },
  {
    key: 'fares-route',
    system: mosaic,
    report: 'no prices in search, offers says 503',
    components: ['service/fares'],
    causes: ['gateway_route_mismatch', 'bad_config_change'],
    what: 'The virtual service of fares sends to a subset that no destination rule defines.',
    quote: '"subset": ?"v3"',
    elsewhere: true,
    effects: {
      fares: { traffic: 0.001 },
      offers: {
        errors: 0.97,
        code: 503,
        said: [
          'fares call failed: 503 Service Unavailable from GET http://fares:8080/fares, response flags NC cluster_not_found',
        ],
      },
      search: { errors: 0.9, code: 503 },
      ingressgateway: { errors: 0.5, code: 503 },
    },
    cluster: (c) => {
      c.add({
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'fares', namespace: 'travel' },
        spec: { hosts: ['fares'], http: [{ route: [{ destination: { host: 'fares', subset: 'v3' }, weight: 100 }] }] },
      });
      c.add({
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: 'fares', namespace: 'travel' },
        spec: {
          host: 'fares',
          subsets: [
            { name: 'v1', labels: { version: 'v1' } },
            { name: 'v2', labels: { version: 'v2' } },
          ],
        },
      });
    },
    changes: [
      {
        before: 1,
        kind: 'config',
        service: 'fares',
        summary: 'fares: all traffic to v3',
        files: ['mesh/fares-vs.yaml'],
        diff: '-            subset: v2\n+            subset: v3',
      },
    ],
  },
  {
    key: 'clinic-ingress',
    system: {
      ...kranich,
      services: [...kranich.services, store('ingress-nginx', 'klog', { namespace: 'ingress-nginx', stateful: false })],
    },
    report: 'website of the clinic shows 503 Service Temporarily Unavailable, app itself works internally',
    components: ['service/appointments', 'service/appointment', 'service/ingress-nginx'],
    causes: ['ingress_backend_missing'],
    what: 'The ingress names the service "appointment"; the service is called "appointments".',
    quote: 'Service "frontdesk/appointment": no object matching key',
    effects: { appointments: { traffic: 0.04 } },
    without: ['changes'],
    logs: [
      {
        in: 'ingress-nginx',
        every: 60,
        level: 'warn',
        say: 'Error obtaining Endpoints for Service "frontdesk/appointment": no object matching key "frontdesk/appointment" in local store',
      },
    ],
    cluster: (c) =>
      c.add({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'frontdesk', namespace: 'frontdesk' },
        spec: {
          ingressClassName: 'nginx',
          rules: [
            {
              host: 'termine.kranich.example',
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: { service: { name: 'appointment', port: { number: 8080 } } },
                  },
                ],
              },
            },
          ],
        },
      }),
  },
];
