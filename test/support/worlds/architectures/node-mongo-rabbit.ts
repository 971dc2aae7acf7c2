import { type Architecture, nodes } from '../architecture.ts';
import { call, engine, external, service, worker } from '../build-parts.ts';

/** Node.js services with prom-client, MongoDB, RabbitMQ, ingress-nginx. */
export const nodeMongoRabbit: Architecture = {
  id: 'node-mongo-rabbit',
  title: 'Node.js, MongoDB, RabbitMQ, nginx',
  linesPerMinute: 1.2,
  build(names, random) {
    const { namespace } = names;
    const named = (role: string, name: string) => ({ role, name, namespace });
    return {
      platform: 'kubernetes',
      cluster: names.cluster,
      labels: 'service-monitor',
      logs: 'service-files',
      metrics: 'matrix',
      mesh: false,
      topology: random.chance(0.5),
      step: 60,
      points: 100,
      nodes: nodes(3, random),
      parts: [
        engine({ role: 'ingress', name: 'ingress-nginx-controller', namespace: 'ingress-nginx' }, 'gateway', 'nginx', {
          entryRps: 45,
          ownMs: 1,
          replicas: 2,
          calls: [call('edge', 1, true, 60_000)],
          image: 'registry.k8s.io/ingress-nginx/controller',
          version: 'v1.11.2',
          cpuPerRequest: 0.0004,
        }),
        service(named('edge', names.service(0)), 'node', {
          ownMs: 9,
          calls: [call('orders', 0.5), call('content', 1)],
          replicas: 3,
          cpuPerRequest: 0.006,
        }),
        service(named('orders', names.service(1)), 'node', {
          ownMs: 12,
          calls: [call('main-db', 2), call('queue', 1), call('sms', 0.1, false, 5_000)],
          cpuPerRequest: 0.007,
        }),
        service(named('content', names.service(3)), 'node', {
          ownMs: 8,
          calls: [call('main-db', 1.2)],
          autoscaled: true,
        }),
        service(named('people', names.service(7)), 'node', { ownMs: 6, entryRps: 6, calls: [call('main-db', 1)] }),
        engine(named('main-db', 'mongodb'), 'database', 'mongodb', { replicas: 2 }),
        engine(named('queue', 'rabbitmq'), 'broker', 'rabbitmq', { ownMs: 2, memoryLimit: 2 ** 31 }),
        worker(named('notifier', names.service(8)), 'node', {
          consumes: 'queue',
          ownMs: 55,
          calls: [call('main-db', 0.5)],
        }),
        external('sms', 'gateway.sms.example.org', { ownMs: 160 }),
      ],
    };
  },
};
