import { ago, containersOf, find, object, setContainer } from '../kubernetes.ts';

import type { ClusterFault } from './shapes.ts';

export const routingFaults: readonly ClusterFault[] = [
  {
    title: 'a selector that no pod carries',
    analyzer: 'service-selector',
    component: 'service/ledger',
    cause: 'service_selector_mismatch',
    put: (world) => {
      find(world, 'Service', 'ledger').spec.selector = { app: 'ledger-v2' };
    },
  },
  {
    title: 'a selector that leads to another workload',
    analyzer: 'service-selector',
    component: 'service/ledger',
    cause: 'service_selector_mismatch',
    put: (world) => {
      find(world, 'Service', 'ledger').spec.selector = { app: 'parcel' };
    },
  },
  {
    title: 'a Service port that no caller names',
    analyzer: 'service-address',
    component: 'service/vault',
    cause: 'service_port_mapping_mismatch',
    put: (world) => {
      setContainer(world, 'parcel', { env: [{ name: 'VAULT_ADDR', value: 'vault:80' }] });
      find(world, 'Service', 'vault').spec.ports = [{ name: 'http', port: 8200, targetPort: 8080 }];
    },
  },
  {
    title: 'a target port that no container has',
    analyzer: 'service-port',
    component: 'service/ledger',
    cause: 'service_port_mapping_mismatch',
    put: (world) => {
      find(world, 'Service', 'ledger').spec.ports = [{ name: 'http', port: 80, targetPort: 'web' }];
    },
  },
  {
    title: 'a port of another protocol',
    analyzer: 'service-port',
    component: 'service/ledger',
    cause: 'service_protocol_mismatch',
    put: (world) => {
      find(world, 'Service', 'ledger').spec.ports = [{ name: 'http', port: 80, targetPort: 8080, protocol: 'UDP' }];
    },
  },
  {
    title: 'an address with a slip of the pen',
    analyzer: 'service-address',
    component: 'service/stall',
    cause: 'service_env_var_address_mismatch',
    put: (world) => {
      for (const container of containersOf(world, 'stall'))
        (container.env as { value: string }[])[0]!.value = 'http://legder:80';
    },
  },
  {
    title: 'an address of another port',
    analyzer: 'service-address',
    component: 'service/ledger',
    cause: 'service_env_var_address_mismatch',
    put: (world) => {
      for (const container of containersOf(world, 'ledger'))
        (container.env as { value: string }[])[0]!.value = 'vault:8200';
    },
  },
  {
    title: 'a policy that lets nobody in',
    analyzer: 'network-policy',
    component: 'service/vault',
    cause: 'network_policy_blocks_traffic',
    put: (world) =>
      world.objects.push(
        object('NetworkPolicy', 'shut', {
          metadata: { creationTimestamp: ago(900) },
          spec: {
            podSelector: { matchLabels: { app: 'vault' } },
            policyTypes: ['Ingress'],
            ingress: [{ from: [{ podSelector: { matchLabels: { app: 'auditor' } } }] }],
          },
        }),
      ),
  },
  {
    title: 'an Ingress to a Service that is not there',
    analyzer: 'ingress',
    component: 'service/booth',
    cause: 'ingress_backend_missing',
    put: (world) =>
      world.objects.push(
        object('Ingress', 'front', {
          spec: {
            rules: [
              { http: { paths: [{ path: '/', backend: { service: { name: 'booth', port: { number: 80 } } } }] } },
            ],
          },
        }),
      ),
  },
  {
    title: 'an Ingress without its TLS secret',
    analyzer: 'ingress',
    component: 'service/stall',
    cause: 'ingress_tls_secret_missing',
    put: (world) =>
      world.objects.push(
        object('Secret', 'other'),
        object('Ingress', 'front', {
          spec: {
            defaultBackend: { service: { name: 'stall', port: { number: 80 } } },
            tls: [{ secretName: 'front-tls' }],
          },
        }),
      ),
  },
  {
    title: 'a certificate past its end',
    analyzer: 'ingress',
    component: 'service/stall',
    cause: 'certificate_expired',
    put: (world) =>
      world.objects.push(
        object('Ingress', 'front', {
          spec: {
            defaultBackend: { service: { name: 'stall', port: { number: 80 } } },
            tls: [{ secretName: 'front-tls' }],
          },
        }),
        object('Certificate', 'front', { spec: { secretName: 'front-tls' }, status: { notAfter: ago(60) } }),
      ),
  },
  {
    title: 'a certificate past its end that pods serve themselves',
    analyzer: 'custom-resource',
    component: 'service/ledger',
    cause: 'certificate_expired',
    put: (world) => {
      const volumes = [{ name: 'tls', secret: { secretName: 'own-tls' } }];
      Object.assign(find(world, 'Pod', 'ledger-1-a').spec as object, { volumes });
      const message = 'Certificate expired on 2026-03-04T09:50:00Z';
      const conditions = [{ type: 'Ready', status: 'False', reason: 'Expired', message, lastTransitionTime: ago(600) }];
      const apiVersion = 'cert-manager.io/v1';
      world.objects.push(
        object('Certificate', 'own', { apiVersion, spec: { secretName: 'own-tls' }, status: { conditions } }),
      );
    },
  },
  {
    title: 'a certificate past its end that nothing is known to present',
    analyzer: 'ingress',
    component: 'namespace/market',
    cause: 'certificate_expired',
    put: (world) =>
      world.objects.push(
        object('Certificate', 'old-front', {
          spec: { secretName: 'old-front', dnsNames: ['fair.example.org'] },
          status: { notAfter: ago(60) },
        }),
      ),
  },
  {
    title: 'a certificate past its end, whose DNS name says whose it is',
    analyzer: 'custom-resource',
    component: 'service/stall',
    cause: 'certificate_expired',
    put: (world) => {
      const message = 'Certificate expired on 2026-03-04T09:50:00Z';
      const conditions = [{ type: 'Ready', status: 'False', reason: 'Expired', message, lastTransitionTime: ago(600) }];
      const spec = { secretName: 'front', dnsNames: ['stall.market.svc'] };
      world.objects.push(
        object('Certificate', 'front', { apiVersion: 'cert-manager.io/v1', spec, status: { conditions } }),
      );
    },
  },
];
