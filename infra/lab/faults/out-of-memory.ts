import { between, type Fault, oneOf } from './fault.ts';

export const outOfMemory: Fault = {
  name: 'out-of-memory',
  title: 'A service is killed for its memory',
  alerts: ['KubernetesContainerOomKiller', 'KubePodCrashLooping'],
  plan: (random, size = random()) => {
    const service = oneOf(random, 'catalog', 'inventory', 'web');
    const leakBytes = Math.round(between(4, 12, size) * 2 ** 20);
    return {
      what: `each request leaves ${(leakBytes / 2 ** 20).toFixed(1)} MiB behind in ${service}, until it is killed`,
      truth: { components: [`service/${service}`], causes: ['oom_killed', 'memory_leak'] },
      begin: async ({ cluster }) => cluster.setFaults(service, { leakBytes }),
      heal: async ({ cluster }) => {
        cluster.setFaults(service, {});
        for (const pod of cluster.workload(service).pods) cluster.kubelet.signal(pod, 'SIGTERM');
      },
    };
  },
};
