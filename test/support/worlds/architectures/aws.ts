import type { Architecture } from '../architecture.ts';
import { call, engine, external, service, worker } from '../build-parts.ts';

/** An application on AWS without a cluster: ALB, ECS on Fargate, Lambda behind SQS, RDS, ElastiCache, all through CloudWatch. */
export const aws: Architecture = {
  id: 'aws',
  title: 'AWS without a cluster',
  linesPerMinute: 1,
  build(names, random) {
    const named = (role: string, name: string) => ({ role, name, namespace: 'prod' });
    return {
      platform: 'aws',
      cluster: 'aws-prod',
      labels: 'cloudwatch',
      logs: 'service-files',
      metrics: random.chance(0.4) ? 'openmetrics' : 'matrix',
      mesh: false,
      topology: random.chance(0.6),
      step: 60,
      points: 110,
      nodes: [],
      parts: [
        engine(named('ingress', 'prod-alb'), 'gateway', 'alb', {
          entryRps: 55,
          ownMs: 1,
          calls: [call('edge', 1, true, 60_000)],
        }),
        service(named('edge', names.service(0)), 'node', {
          ownMs: 11,
          replicas: 3,
          calls: [call('orders', 0.5), call('items', 1)],
          cpuPerRequest: 0.006,
        }),
        service(named('orders', names.service(1)), 'python', {
          ownMs: 22,
          calls: [call('orders-db', 2), call('queue', 1), call('pay', 0.3, true, 5_000)],
          cpuPerRequest: 0.01,
        }),
        service(named('items', names.service(3)), 'node', {
          ownMs: 9,
          calls: [call('cache', 1.5, true, 500), call('orders-db', 0.4)],
        }),
        engine(named('orders-db', `${names.service(1)}-db`), 'database', 'postgresql', {}),
        engine(named('cache', `${names.service(3)}-cache`), 'cache', 'redis', {}),
        engine(named('queue', `${names.service(1)}-events`), 'broker', 'sqs', { ownMs: 9 }),
        worker(named('mailer', `${names.service(8)}-fn`), 'python', {
          engine: 'lambda',
          consumes: 'queue',
          ownMs: 120,
          replicas: 8,
          calls: [call('orders-db', 1)],
        }),
        external('pay', 'api.payments.example.com', { ownMs: 120 }),
      ],
    };
  },
};
