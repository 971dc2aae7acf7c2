import { between, type Fault, oneOf } from './fault.ts';

export const poolExhausted: Fault = {
  name: 'pool-exhausted',
  title: 'A pool of connections runs dry',
  alerts: ['ConnectionPoolWaiting', 'HighErrorRate'],
  plan: (random, size = random()) => {
    const service = oneOf(random, 'payments', 'accounts', 'inventory');
    const connectionLeakShare = between(0.3, 1, size);
    return {
      what: `${service} never gives back ${Math.round(connectionLeakShare * 100)} % of its connections`,
      truth: { components: [`service/${service}`], causes: ['connection_pool_exhausted'] },
      begin: async ({ cluster }) => cluster.setFaults(service, { connectionLeakShare }),
      heal: async ({ cluster }) => {
        cluster.setFaults(service, {});
        for (const pod of cluster.workload(service).pods) cluster.kubelet.signal(pod, 'SIGTERM');
      },
    };
  },
};
