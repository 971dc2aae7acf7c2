import { DATABASE } from '../system.ts';
import { type Fault, oneOf } from './fault.ts';

export const dependencyDown: Fault = {
  name: 'dependency-down',
  title: 'What others depend on does not answer',
  alerts: ['PostgresqlDown', 'TargetDown', 'HighErrorRate', 'KubePodNotReady'],
  plan: (random) => {
    const service = oneOf(random, DATABASE, DATABASE, 'inventory', 'accounts');
    return {
      what: `${service} hangs: its process is stopped`,
      truth: { components: [`service/${service}`], causes: ['dependency_unavailable', 'workload_unavailable'] },
      begin: async ({ cluster }) => {
        for (const pod of cluster.workload(service).pods) cluster.kubelet.signal(pod, 'SIGSTOP');
      },
      heal: async ({ cluster }) => {
        for (const pod of cluster.workload(service).pods) cluster.kubelet.signal(pod, 'SIGCONT');
      },
    };
  },
};
