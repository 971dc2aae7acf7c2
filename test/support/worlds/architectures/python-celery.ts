import { type Architecture, nodes } from '../architecture.ts';
import { call, engine, external, service, worker } from '../build-parts.ts';

/** FastAPI in front, Celery workers behind a Redis broker, PostgreSQL below both. */
export const pythonCelery: Architecture = {
  id: 'python-celery',
  title: 'Python, Celery, Redis',
  linesPerMinute: 1.2,
  build(names, random) {
    const { namespace } = names;
    const named = (role: string, name: string) => ({ role, name, namespace });
    return {
      platform: 'kubernetes',
      cluster: names.cluster,
      labels: 'service-monitor',
      logs: 'pod-files',
      metrics: random.chance(0.4) ? 'openmetrics' : 'matrix',
      mesh: false,
      topology: random.chance(0.5),
      step: 60,
      points: 100,
      nodes: nodes(3, random),
      parts: [
        service(named('edge', names.service(0)), 'python', {
          entryRps: 24,
          ownMs: 20,
          replicas: 3,
          calls: [call('app-db', 2), call('jobs', 0.5), call('reports', 0.3)],
          cpuPerRequest: 0.012,
        }),
        service(named('reports', names.service(5)), 'python', {
          ownMs: 45,
          calls: [call('app-db', 4)],
          cpuPerRequest: 0.03,
        }),
        service(named('uploads', names.service(10)), 'python', {
          entryRps: 5,
          ownMs: 30,
          calls: [call('app-db', 1), call('jobs', 1)],
          cpuPerRequest: 0.02,
        }),
        engine(named('app-db', 'postgres'), 'database', 'postgresql', { cpuLimit: 4 }),
        engine(named('jobs', 'redis-broker'), 'cache', 'redis', { ownMs: 0.8 }),
        worker(named('worker', `${names.service(1)}-worker`), 'celery', {
          consumes: 'jobs',
          ownMs: 160,
          replicas: 3,
          calls: [call('app-db', 2), call('mail', 0.3, true, 10_000)],
          routes: ['app.tasks.render_report', 'app.tasks.send_mail'],
          cpuPerRequest: 0.05,
        }),
        external('mail', 'smtp-relay.example.net', { ownMs: 200 }),
      ],
    };
  },
};
