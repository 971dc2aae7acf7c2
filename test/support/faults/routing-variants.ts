import { ago, event, find, object, setContainer, type World } from '../kubernetes.ts';
import { type ClusterFault, systemPod } from './shapes.ts';

const policy = (spec: Record<string, unknown>) => (world: World) => {
  world.objects.push(object('CiliumNetworkPolicy', 'fence', { metadata: { creationTimestamp: ago(900) }, spec }));
};
const missing = (kind: string, spec: Record<string, unknown>): ClusterFault => ({
  title: `a ${kind} to a Service that is not there`,
  analyzer: 'route',
  component: 'service/stall-v1',
  cause: 'ingress_backend_missing',
  put: (world) => world.objects.push(object(kind, 'front', { spec })),
});
const sendsTo = (targetPort: number) => (world: World) => {
  find(world, 'Service', 'ledger').spec.ports = [{ port: 80, targetPort }];
};

/** Requests that lead nowhere through routes, policies and ports of other kinds. */
export const routingVariants: readonly ClusterFault[] = [
  missing('HTTPRoute', { rules: [{ backendRefs: [{ name: 'stall-v1', port: 80 }] }] }),
  missing('VirtualService', {
    hosts: ['front.example'],
    http: [{ route: [{ destination: { host: 'stall-v1.market.svc.cluster.local', port: { number: 80 } } }] }],
  }),
  missing('IngressRoute', { routes: [{ match: 'Host(`front`)', services: [{ name: 'stall-v1', port: 80 }] }] }),
  missing('Route', { to: { kind: 'Service', name: 'stall-v1' } }),
  {
    title: 'a Gateway whose certificate is not there',
    analyzer: 'route',
    component: 'service/stall',
    cause: 'ingress_tls_secret_missing',
    put: (world) => {
      const refused = {
        type: 'ResolvedRefs',
        status: 'False',
        reason: 'InvalidCertificateRef',
        message: 'no such secret',
      };
      world.objects.push(
        object('Gateway', 'front', { spec: {}, status: { listeners: [{ name: 'https', conditions: [refused] }] } }),
        object('HTTPRoute', 'all', {
          spec: { parentRefs: [{ name: 'front' }], rules: [{ backendRefs: [{ name: 'stall', port: 80 }] }] },
        }),
      );
    },
  },
  {
    title: 'a TLS secret of which only the controller tells',
    analyzer: 'ingress',
    component: 'service/stall',
    cause: 'ingress_tls_secret_missing',
    put: (world) => {
      const backend = { service: { name: 'stall', port: { number: 80 } } };
      const spec = { tls: [{ secretName: 'front-tls' }], rules: [{ http: { paths: [{ backend }] } }] };
      world.objects.push(object('Ingress', 'front', { spec }));
      const text =
        'Error getting SSL certificate "market/front-tls": local SSL certificate market/front-tls was not found';
      const pattern = { template: text, count: 4, level: 'warn' as const, samples: [{ text }] };
      world.logs = [{ service: 'edge-controller', lines: 4, levels: { warn: 4 }, patterns: [pattern] }];
    },
  },
  {
    title: 'a policy of Cilium that lets another caller in',
    analyzer: 'network-policy',
    component: 'service/vault',
    cause: 'network_policy_blocks_traffic',
    put: policy({
      endpointSelector: { matchLabels: { 'k8s:app': 'vault' } },
      ingress: [{ fromEndpoints: [{ matchLabels: { app: 'clerk' } }] }],
    }),
  },
  {
    title: 'a policy of Cilium that lets a caller ask for names only',
    analyzer: 'network-policy',
    component: 'service/ledger',
    cause: 'network_policy_blocks_traffic',
    put: policy({
      endpointSelector: { matchLabels: { app: 'ledger' } },
      egress: [{ toEndpoints: [{}], toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }] }] }],
    }),
  },
  {
    title: 'a target port other than the one that the environment names',
    analyzer: 'service-port',
    component: 'service/ledger',
    cause: 'service_port_mapping_mismatch',
    put: (world) => {
      const probes = { livenessProbe: undefined, readinessProbe: undefined };
      setContainer(world, 'ledger', { ports: [], env: [{ name: 'PORT', value: '8080' }], ...probes });
      sendsTo(8000)(world);
    },
  },
  {
    title: 'a target port other than the one that probes reach',
    analyzer: 'service-port',
    component: 'service/ledger',
    cause: 'service_port_mapping_mismatch',
    put: (world) => {
      setContainer(world, 'ledger', { ports: [] });
      sendsTo(8000)(world);
    },
  },
  {
    title: 'an autoscaler of which only events tell that it is blind',
    analyzer: 'autoscaler',
    component: 'service/stall',
    cause: 'hpa_metrics_unavailable',
    put: (world) => {
      const words = 'failed to get cpu utilization: unable to fetch metrics from resource metrics API';
      world.events.push(event('HorizontalPodAutoscaler', 'stall', 'FailedGetResourceMetric', words));
    },
  },
  {
    title: 'a proxy under its other label',
    analyzer: 'system-pods',
    component: 'node/field-1',
    cause: 'kube_proxy_unavailable',
    put: (world) => world.objects.push(systemPod('kube-proxy-x', 'component', 'kube-proxy', 'field-1')),
  },
];
