import { type Architecture, nodes } from '../architecture.ts';
import { call, engine, external, service } from '../build-parts.ts';

/** Go services with OpenTelemetry's names, MySQL, Redis in front of it, behind ingress-nginx, scraped by annotations. */
export const goMysqlRedis: Architecture = {
  id: 'go-mysql-redis',
  title: 'Go, OpenTelemetry, MySQL, Redis',
  linesPerMinute: 1.3,
  build(names, random) {
    const { namespace } = names;
    const named = (role: string, name: string) => ({ role, name, namespace });
    return {
      platform: 'kubernetes',
      cluster: names.cluster,
      labels: 'annotations',
      logs: 'ndjson',
      metrics: 'matrix',
      mesh: false,
      topology: random.chance(0.6),
      step: 60,
      points: 100,
      nodes: nodes(4, random),
      parts: [
        engine({ role: 'ingress', name: 'ingress-nginx-controller', namespace: 'ingress-nginx' }, 'gateway', 'nginx', {
          entryRps: 60,
          ownMs: 1,
          replicas: 2,
          calls: [call('edge', 1, true, 60_000)],
          image: 'registry.k8s.io/ingress-nginx/controller',
          version: 'v1.11.2',
          cpuPerRequest: 0.0004,
        }),
        service(named('edge', names.service(0)), 'go', {
          ownMs: 6,
          calls: [call('cart', 0.5), call('items', 1.2), call('members', 0.8)],
          replicas: 3,
          autoscaled: true,
          cpuPerRequest: 0.003,
        }),
        service(named('cart', names.service(1)), 'go', {
          ownMs: 5,
          calls: [call('cache', 2, true, 500), call('store-db', 1.5), call('ship', 0.2, false, 4_000)],
        }),
        service(named('items', names.service(3)), 'go', {
          ownMs: 4,
          calls: [call('cache', 1.5, true, 500), call('store-db', 0.4)],
        }),
        service(named('members', names.service(7)), 'go', { ownMs: 7, calls: [call('store-db', 1)] }),
        engine(named('store-db', `${names.service(1)}-mysql`), 'database', 'mysql', { replicas: 2 }),
        engine(named('cache', 'redis'), 'cache', 'redis', {}),
        external('ship', 'rates.carrier.example.net', { ownMs: 140 }),
      ],
    };
  },
};
