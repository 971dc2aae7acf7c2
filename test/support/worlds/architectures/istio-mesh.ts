import { type Architecture, nodes } from '../architecture.ts';
import { call, engine, external, service } from '../build-parts.ts';

/** A mesh: sidecars measure every call; the programs behind are Go, Java and Python and measure themselves as well. */
export const istioMesh: Architecture = {
  id: 'istio-mesh',
  title: 'Istio mesh',
  linesPerMinute: 1,
  build(names, random) {
    const { namespace } = names;
    const named = (role: string, name: string) => ({ role, name, namespace });
    return {
      platform: 'kubernetes',
      cluster: names.cluster,
      labels: 'annotations',
      logs: 'pod-files',
      metrics: 'matrix',
      mesh: true,
      topology: true,
      step: 60,
      points: 90,
      nodes: nodes(3, random),
      parts: [
        service(named('edge', names.service(0)), 'go', {
          entryRps: 30,
          ownMs: 5,
          calls: [call('plans', 0.8), call('accounts', 1), call('offers', 0.6, false, 1_000)],
          autoscaled: true,
        }),
        service(named('plans', names.service(1)), 'jvm', { ownMs: 16, calls: [call('plans-db', 2), call('rules', 1)] }),
        service(named('accounts', names.service(7)), 'go', {
          ownMs: 6,
          calls: [call('plans-db', 1.5), call('identity', 0.3, true, 4_000)],
        }),
        service(named('rules', names.service(5)), 'python', { ownMs: 13, cpuPerRequest: 0.008 }),
        service(named('offers', names.service(9)), 'python', { ownMs: 11, calls: [call('cache', 1, false, 400)] }),
        engine(named('plans-db', 'postgres-main'), 'database', 'postgresql', { replicas: 2 }),
        engine(named('cache', 'redis-main'), 'cache', 'redis', {}),
        external('identity', 'login.identity.example.com', { ownMs: 80 }),
      ],
    };
  },
};
