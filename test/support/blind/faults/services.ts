import type { Scenario } from '../core/model.ts';
import { store } from '../systems/service.ts';
import { kranich, metropol, orcfall, pelican, tulip } from './systems.ts';

const withDns = {
  ...tulip,
  services: [
    ...tulip.services,
    store('coredns', 'none', { namespace: 'kube-system', stateful: false, pods: 2, port: 53, memory: 170 }),
  ],
};

/** Everything runs, but the ways between are wrong. */
export const services: Scenario[] = [
  {
    key: 'venues-selector',
    system: metropol,
    report: 'event pages without the hall plan and with an error banner',
    components: ['service/venues'],
    causes: ['service_selector_mismatch'],
    what: 'The selector of the service venues matches no pod since it was changed.',
    quote: '"app": ?"venue-svc"',
    elsewhere: true,
    effects: {
      venues: { traffic: 0.001 },
      'event-page': {
        errors: 0.94,
        code: 502,
        slow: 0.8,
        said: ['GET http://venues.tickets:8080/venues: connect ECONNREFUSED 172.30.88.4:8080'],
      },
      gate: { errors: 0.3, code: 502 },
    },
    cluster: (c) => {
      c.service('venues').spec.selector = { app: 'venue-svc' };
    },
    changes: [
      {
        before: 1,
        kind: 'config',
        service: 'venues',
        summary: 'venues: unify labels',
        files: ['charts/venues/service.yaml'],
        diff: '   selector:\n-    app: venues\n+    app: venue-svc',
      },
    ],
  },
  {
    key: 'positions-policy',
    system: pelican,
    report: 'couriers do not move on the map any more; dispatch assigns far away couriers',
    components: ['service/positions', 'service/tracking', 'namespace/delivery'],
    causes: ['network_policy_blocks_traffic'],
    what: 'A new network policy lets only dispatch reach positions, so tracking times out.',
    quote: 'positions-lockdown',
    effects: {
      tracking: { errors: 0.97, code: 500, slow: 300, said: ['redis: dial tcp 172.30.19.3:6379: i/o timeout'] },
      dispatch: { errors: 0.4, code: 504, slow: 20, said: ['GET http://tracking:8080/track timed out after 2.0 s'] },
      'courier-app': { errors: 0.5, code: 504, slow: 15 },
    },
    cluster: (c) => {
      c.add({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: {
          name: 'positions-lockdown',
          namespace: 'delivery',
          creationTimestamp: new Date((c.span.onset - 20) * 1000).toISOString().replace('.000', ''),
        },
        spec: {
          podSelector: { matchLabels: { app: 'positions' } },
          policyTypes: ['Ingress'],
          ingress: [
            { from: [{ podSelector: { matchLabels: { app: 'dispatch' } } }], ports: [{ port: 6379, protocol: 'TCP' }] },
          ],
        },
      });
    },
    changes: [
      {
        before: 1,
        kind: 'config',
        summary: 'Close the data stores of delivery (audit finding 14)',
        files: ['policies/positions-lockdown.yaml'],
      },
    ],
  },
  {
    key: 'auth-certificate',
    cut: true,
    system: orcfall,
    report: 'login loop on all platforms, nothing was deployed today',
    components: ['service/player-auth', 'service/edge-lobby'],
    causes: ['certificate_expired'],
    what: 'The certificate that player-auth serves has expired.',
    quote: 'x509: certificate has expired or is not yet valid',
    elsewhere: true,
    effects: {
      'edge-lobby': {
        errors: 0.66,
        code: 503,
        said: [
          'player-auth: Post "https://player-auth.live:8080/auth/token": tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
        ],
      },
      'player-auth': { traffic: 0.002 },
    },
    logs: [
      {
        in: 'player-auth',
        every: 4,
        raw: false,
        level: 'warn',
        say: 'http: TLS handshake error from {ip}:{n}: remote error: tls: expired certificate',
      },
    ],
    metrics: (m, s) =>
      m.gauge(
        'certmanager_certificate_expiration_timestamp_seconds',
        { name: 'player-auth-tls', namespace: 'live' },
        () => s.onset,
      ),
    cluster: (c, span) => {
      const at = new Date(span.onset * 1000).toISOString().replace('.000', '');
      const cert = c.add({
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'player-auth-tls', namespace: 'live' },
        spec: { secretName: 'player-auth-tls', dnsNames: ['player-auth.live'] },
        status: {
          notAfter: at,
          conditions: [
            {
              type: 'Ready',
              status: 'False',
              reason: 'Expired',
              message: `Certificate expired on ${at}`,
              lastTransitionTime: at,
            },
          ],
        },
      });
      c.event(
        cert,
        'Failed',
        'The certificate request has failed to complete and will be retried: Failed to wait for order resource "player-auth-tls-2" to become ready: order is in "invalid" state',
        { after: -40, from: 'cert-manager-certificates-issuing' },
      );
    },
  },
  {
    key: 'dns-down-now',
    system: withDns,
    report: 'EVERYTHING is failing. shop down. storefront 502',
    components: ['service/coredns'],
    causes: ['coredns_unavailable', 'bad_config_change', 'dns_resolution_failure'],
    what: 'CoreDNS crashes on its new configuration; no name resolves in the cluster.',
    quote: "Unknown directive 'forwrd'",
    elsewhere: true,
    effects: {
      coredns: { down: true },
      storefront: { errors: 0.8, code: 502 },
      'web-bff': { errors: 0.85, code: 502, said: ['getaddrinfo EAI_AGAIN catalog.tulip-prod'] },
      basket: {
        errors: 0.9,
        said: [
          'dial tcp: lookup session-cache.tulip-prod on 172.30.0.10:53: read udp 10.41.3.9:41120->172.30.0.10:53: i/o timeout',
        ],
      },
      catalog: {
        errors: 0.7,
        said: ['java.net.UnknownHostException: orders-db.tulip-prod: Temporary failure in name resolution'],
      },
      checkout: {
        errors: 0.95,
        said: ['java.net.UnknownHostException: pricing.tulip-prod: Temporary failure in name resolution'],
      },
      pricing: {
        errors: 0.6,
        said: ['dial tcp: lookup session-cache.tulip-prod on 172.30.0.10:53: server misbehaving'],
      },
    },
    logs: [
      {
        in: 'coredns',
        every: 160,
        raw: true,
        say: "/etc/coredns/Corefile:9 - Error during parsing: Unknown directive 'forwrd'",
      },
    ],
    cluster: (c) => c.crashing(c.podsOf('coredns'), 1, 8),
    changes: [
      {
        before: 1,
        kind: 'config',
        service: 'coredns',
        summary: 'CoreDNS: forward to the new resolvers',
        files: ['cluster/kube-system/coredns-cm.yaml'],
        diff: '-        forward . /etc/resolv.conf\n+        forwrd . 10.0.0.53 10.0.1.53',
      },
    ],
  },
  {
    key: 'patients-port',
    without: ['alerts', 'metrics'],
    system: kranich,
    report: 'appointments cannot find any patient',
    components: ['service/patients'],
    causes: ['service_port_mapping_mismatch'],
    what: 'The service patients sends to port 8081, the program listens on 8080.',
    quote: '"targetPort": ?8081',
    elsewhere: true,
    effects: {
      patients: { traffic: 0.001 },
      appointments: {
        errors: 0.6,
        code: 502,
        said: [
          'connect ECONNREFUSED patients.frontdesk:8080\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16)',
        ],
      },
      'lab-import': {
        errors: 0.9,
        code: 502,
        said: ['Get "http://patients.frontdesk:8080/patients": dial tcp 10.43.77.2:8080: connect: connection refused'],
      },
    },
    cluster: (c) => {
      c.service('patients').spec.ports[0].targetPort = 8081;
    },
  },
];
