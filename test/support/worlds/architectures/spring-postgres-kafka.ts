import { type Architecture, nodes } from '../architecture.ts';
import { call, engine, external, service, worker } from '../build-parts.ts';

/** Spring Boot services with Micrometer, one PostgreSQL, Kafka between them, ServiceMonitors. */
export const springPostgresKafka: Architecture = {
  id: 'spring-postgres-kafka',
  title: 'Spring Boot, PostgreSQL, Kafka',
  linesPerMinute: 1,
  build(names, random) {
    const { namespace } = names;
    const named = (role: string, name: string) => ({ role, name, namespace });
    const db = `${names.service(1)}-postgres`;
    return {
      platform: 'kubernetes',
      cluster: names.cluster,
      labels: 'service-monitor',
      logs: 'pod-files',
      metrics: random.chance(0.1) ? 'openmetrics' : 'matrix',
      mesh: false,
      topology: random.chance(0.7),
      step: 60,
      points: 100,
      nodes: nodes(3, random),
      parts: [
        service(named('edge', names.service(0)), 'jvm', {
          entryRps: 38,
          ownMs: 14,
          calls: [call('orders', 0.6), call('catalog', 1.1), call('prices', 0.5, false, 800)],
          autoscaled: true,
        }),
        service(named('orders', names.service(1)), 'jvm', {
          ownMs: 18,
          calls: [call('orders-db', 3), call('stock', 1), call('events', 1), call('pay', 0.4, true, 5_000)],
          routes: ['/api/orders', '/api/orders/{id}', '/api/orders/{id}/lines'],
        }),
        service(named('catalog', names.service(3)), 'jvm', {
          ownMs: 9,
          calls: [call('orders-db', 1.4)],
          routes: ['/api/catalog/{id}', '/api/catalog'],
        }),
        service(named('stock', names.service(4)), 'jvm', { ownMs: 11, calls: [call('orders-db', 2)], replicas: 2 }),
        service(named('prices', names.service(6)), 'jvm', { ownMs: 6, routes: ['/api/prices'] }),
        engine(named('orders-db', db), 'database', 'postgresql', { cpuLimit: 4 }),
        engine(named('events', 'kafka'), 'broker', 'kafka', { replicas: 3, ownMs: 4, memoryLimit: 2 ** 31 }),
        worker(named('mailer', names.service(8)), 'jvm', {
          consumes: 'events',
          ownMs: 40,
          calls: [call('orders-db', 1)],
        }),
        external('pay', 'api.payments.example.com', { ownMs: 110 }),
      ],
    };
  },
};
