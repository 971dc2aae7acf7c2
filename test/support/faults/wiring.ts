import { ago, containersOf, event, find, object, remove, setContainer, setStatus, type World } from '../kubernetes.ts';
import { type ClusterFault, logs, stopWhileCalled, unhealthy } from './shapes.ts';

const ledger = { component: 'service/ledger' } as const;

function setTemplate(world: World, name: string, change: Record<string, unknown>): void {
  for (const spec of [
    (find(world, 'Deployment', name).spec.template as { spec: object }).spec,
    (find(world, 'ReplicaSet', `${name}-1`).spec.template as { spec: object }).spec,
    find(world, 'Pod', `${name}-1-a`).spec,
  ])
    Object.assign(spec, structuredClone(change));
}

function scaleToZero(world: World, name: string): void {
  find(world, 'Deployment', name).spec.replicas = 0;
  find(world, 'Deployment', name).status = { observedGeneration: 2 };
  find(world, 'ReplicaSet', `${name}-1`).spec.replicas = 0;
  remove(world, 'Pod', `${name}-1-a`);
}

const dnsService = object(
  'Service',
  'kube-dns',
  { metadata: { labels: { 'k8s-app': 'kube-dns' } }, spec: { clusterIP: '10.96.0.10', ports: [{ port: 53 }] } },
  'kube-system',
);

function addSidecar(world: World, status: Record<string, unknown>): void {
  const proxy = { name: 'istio-proxy', image: 'registry.example/proxy:1', ports: [{ containerPort: 15_090 }] };
  const pod = find(world, 'Pod', 'ledger-1-a');
  (pod.spec.containers as unknown[]).push(proxy);
  (pod.status.containerStatuses as unknown[]).push({ name: 'istio-proxy', restartCount: 0, ready: false, ...status });
}

export const wiringFaults: readonly ClusterFault[] = [
  {
    title: 'a callee that was scaled to zero',
    component: 'service/vault',
    analyzer: 'scaled-to-zero',
    cause: 'deployment_scaled_to_zero',
    put: (world) => {
      scaleToZero(world, 'vault');
      const words = 'Scaled down replica set vault-1 to 0 from 1';
      world.events.push(event('Deployment', 'vault', 'ScalingReplicaSet', words, { type: 'Normal' }));
    },
  },
  {
    title: 'a callee of no replica that was applied with two',
    component: 'service/vault',
    analyzer: 'scaled-to-zero',
    cause: 'deployment_scaled_to_zero',
    put: (world) => {
      scaleToZero(world, 'vault');
      Object.assign(find(world, 'Deployment', 'vault').metadata, {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec: { replicas: 2 } }),
        },
      });
    },
  },
  ...[
    'Error: listen EADDRINUSE: address already in use :::8080',
    'Web server failed to start. Port 8080 was already in use.',
    'listen tcp :8080: bind: address already in use',
    "OSError: [Errno 98] Address already in use: ('0.0.0.0', 8080)",
  ].map(
    (words, index): ClusterFault => ({
      ...ledger,
      title: `a port that is taken (${index + 1})`,
      analyzer: 'port-in-use',
      cause: 'container_port_conflict',
      put: (world) => {
        setStatus(world, 'ledger', {
          restartCount: 5,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 1, reason: 'Error', message: words, finishedAt: ago(40) } },
        });
      },
    }),
  ),
  {
    ...ledger,
    title: 'a port that is taken, as only the log says',
    analyzer: 'port-in-use',
    cause: 'container_port_conflict',
    put: (world) => {
      setStatus(world, 'ledger', {
        restartCount: 5,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: ago(40) } },
      });
      world.logs = [logs('ledger', ['bind() to 0.0.0.0:8080 failed (98: Address already in use)'])];
    },
  },
  {
    ...ledger,
    title: 'a proxy that is not ready beside an application that is',
    analyzer: 'sidecar',
    cause: 'sidecar_not_ready',
    put: (world) => {
      addSidecar(world, { state: { running: { startedAt: ago(900) } } });
      const words =
        'Readiness probe failed: Get "http://10.0.0.4:15021/healthz/ready": dial tcp 10.0.0.4:15021: connect: connection refused';
      world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', words));
    },
  },
  {
    ...ledger,
    title: 'plain text to a workload that takes mutual TLS only',
    analyzer: 'mutual-tls',
    cause: 'service_protocol_mismatch',
    put: (world) => {
      addSidecar(world, { ready: true, state: { running: { startedAt: ago(9000) } } });
      const apiVersion = 'security.istio.io/v1';
      world.objects.push(object('PeerAuthentication', 'all', { apiVersion, spec: { mtls: { mode: 'STRICT' } } }));
      world.logs = [logs('stall', ['GET http://ledger:80/entries: read: connection reset by peer'])];
    },
  },
  {
    ...ledger,
    title: 'a name server that does not answer, where nobody knows which is right',
    analyzer: 'pod-dns',
    cause: 'dns_resolution_failure',
    put: (world) => {
      setTemplate(world, 'ledger', { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } });
      world.logs = [
        logs('ledger', ['dial tcp: lookup vault on 192.0.2.53:53: read udp 10.0.0.4:4411->192.0.2.53:53: i/o timeout']),
      ];
    },
  },
  {
    ...ledger,
    title: 'a name server of its own, which is not that of the cluster',
    analyzer: 'pod-dns',
    cause: 'pod_dns_config_incorrect',
    put: (world) => {
      setTemplate(world, 'ledger', { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } });
      world.objects.push(dnsService);
      world.logs = [
        logs('ledger', ['dial tcp: lookup vault on 192.0.2.53:53: read udp 10.0.0.4:4411->192.0.2.53:53: i/o timeout']),
      ];
    },
  },
  {
    ...ledger,
    title: "the node's name server, which knows no Service",
    analyzer: 'pod-dns',
    cause: 'pod_dns_config_incorrect',
    put: (world) => {
      setTemplate(world, 'ledger', { dnsPolicy: 'Default' });
      world.objects.push(dnsService);
      world.logs = [logs('ledger', ['getaddrinfo ENOTFOUND vault.market.svc.cluster.local'])];
    },
  },
  {
    ...ledger,
    title: 'requests to pods that have just stopped',
    analyzer: 'graceful-shutdown',
    cause: 'graceful_shutdown_missing',
    put: (world) => {
      world.events.push(
        event('Pod', 'ledger-0-z', 'Killing', 'Stopping container main', {
          type: 'Normal',
          firstTimestamp: ago(400),
          lastTimestamp: ago(380),
        }),
        event('Deployment', 'ledger', 'ScalingReplicaSet', 'Scaled down replica set ledger-0 to 0', {
          type: 'Normal',
          firstTimestamp: ago(380),
          lastTimestamp: ago(370),
        }),
      );
      world.logs = [
        logs(
          'front-proxy',
          [
            'connect() failed (111: Connection refused) while connecting to upstream, request: "GET /ledger/7 HTTP/1.1", upstream: "http://10.0.0.9:8080/ledger/7"',
          ],
          { firstSeen: ago(400), lastSeen: ago(371) },
        ),
      ];
    },
  },
  {
    ...ledger,
    title: 'calls that are cut off while pods stop',
    analyzer: 'graceful-shutdown',
    cause: 'graceful_shutdown_missing',
    put: (world) => stopWhileCalled(world, ['ledger: Get "http://ledger:8080/entries": EOF']),
  },
  {
    ...ledger,
    title: 'a readiness probe of a page that is not there',
    analyzer: 'probe-target',
    cause: 'readiness_probe_incorrect_path',
    put: (world) => {
      setContainer(world, 'ledger', {
        env: [{ name: 'SERVER_SERVLET_CONTEXT_PATH', value: '/ledger' }],
        readinessProbe: { httpGet: { port: 8080, path: '/status' } },
      });
      setStatus(world, 'ledger', { state: { running: { startedAt: ago(900) } } });
      world.events.push(unhealthy('ledger', 'Readiness', 'HTTP probe failed with statuscode: 404'));
    },
  },
  {
    ...ledger,
    title: 'a liveness probe of a page that is not there',
    analyzer: 'probe-target',
    cause: 'liveness_probe_incorrect_path',
    put: (world) => {
      setContainer(world, 'ledger', {
        livenessProbe: { httpGet: { port: 8080, path: '/healthz' }, periodSeconds: 30, failureThreshold: 3 },
        readinessProbe: undefined,
      });
      setStatus(world, 'ledger', {
        restartCount: 4,
        state: { running: { startedAt: ago(100) } },
        lastState: { terminated: { exitCode: 143, reason: 'Error', startedAt: ago(220), finishedAt: ago(101) } },
      });
      world.events.push(unhealthy('ledger', 'Liveness', 'HTTP probe failed with statuscode: 404'));
    },
  },
  {
    ...ledger,
    title: 'an application that says that it is not well',
    analyzer: 'unhealthy-answer',
    cause: 'application_error',
    put: (world) => {
      for (const container of containersOf(world, 'ledger')) delete container.livenessProbe;
      setStatus(world, 'ledger', { state: { running: { startedAt: ago(900) } } });
      world.events.push(unhealthy('ledger', 'Readiness', 'HTTP probe failed with statuscode: 500'));
    },
  },
  {
    title: 'a route that the gateway does not take',
    component: 'service/stall',
    analyzer: 'route',
    cause: 'gateway_route_rejected',
    put: (world) => {
      const accepted = {
        type: 'Accepted',
        status: 'False',
        reason: 'NoMatchingListenerHostname',
        message: 'no listener of the Gateway has the hostname market.example',
        lastTransitionTime: ago(900),
      };
      world.objects.push(
        object('HTTPRoute', 'front', {
          apiVersion: 'gateway.networking.k8s.io/v1',
          spec: { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name: 'stall', port: 80 }] }] },
          status: { parents: [{ conditions: [accepted] }] },
        }),
      );
    },
  },
  {
    title: 'an HTTPProxy that Contour does not take',
    component: 'service/stall',
    analyzer: 'route',
    cause: 'gateway_route_rejected',
    put: (world) => {
      const error = {
        type: 'RouteError',
        status: 'True',
        reason: 'HeaderMatchConditionsNotValid',
        message: 'cannot specify duplicate header exact match conditions in the same route',
      };
      world.objects.push(
        object('HTTPProxy', 'front', {
          apiVersion: 'projectcontour.io/v1',
          spec: { virtualhost: { fqdn: 'front.example' }, routes: [{ services: [{ name: 'stall', port: 80 }] }] },
          status: {
            currentStatus: 'invalid',
            conditions: [
              { type: 'Valid', status: 'False', reason: 'ErrorPresent', lastTransitionTime: ago(900), errors: [error] },
            ],
          },
        }),
      );
    },
  },
  {
    title: 'an Ingress of a class that nobody serves',
    component: 'service/stall',
    analyzer: 'ingress',
    cause: 'ingress_class_missing',
    put: (world) => {
      world.objects.push(
        object('IngressClass', 'edge', {}, ''),
        object('Ingress', 'front', {
          spec: {
            ingressClassName: 'egde',
            rules: [{ http: { paths: [{ backend: { service: { name: 'stall', port: { number: 80 } } } }] } }],
          },
          status: { loadBalancer: {} },
        }),
      );
    },
  },
];
