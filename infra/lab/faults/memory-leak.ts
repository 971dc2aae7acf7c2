import { between, type Fault, oneOf } from './fault.ts';

export const memoryLeak: Fault = {
  name: 'memory-leak',
  title: 'A service holds more and more memory',
  alerts: ['ContainerHighMemoryUsage'],
  plan: (random, size = random()) => {
    const service = oneOf(random, 'accounts', 'catalog', 'payments');
    const leakBytes = Math.round(between(0.5, 1.5, size) * 2 ** 20);
    return {
      what: `each request leaves ${(leakBytes / 2 ** 20).toFixed(1)} MiB behind in ${service}`,
      truth: { components: [`service/${service}`], causes: ['memory_leak', 'pod_memory_pressure', 'oom_killed'] },
      begin: async ({ cluster }) => cluster.setFaults(service, { leakBytes }),
      heal: async ({ cluster }) => {
        cluster.setFaults(service, {});
        for (const pod of cluster.workload(service).pods) cluster.kubelet.signal(pod, 'SIGTERM');
      },
    };
  },
};
