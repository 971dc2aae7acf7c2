import { type Fault, oneOf } from './fault.ts';

export const crashLoop: Fault = {
  name: 'crash-loop',
  title: 'A service ends as it starts',
  alerts: ['KubePodCrashLooping'],
  plan: (random) => {
    const service = oneOf(random, 'payments', 'inventory', 'accounts');
    const problem = oneOf(
      random,
      'Cannot find module "./rates.json"',
      'PAYMENT_PROVIDER_KEY is required but not set',
      'invalid value for LOG_FORMAT: "jsn"',
    );
    return {
      what: `${service} ends as it starts: ${problem}`,
      truth: { components: [`service/${service}`], causes: ['application_crash_on_start', 'bad_config_change'] },
      begin: async ({ cluster }) => {
        cluster.setFaults(service, { crashOnStart: problem });
        for (const pod of cluster.workload(service).pods) cluster.kubelet.signal(pod, 'SIGKILL');
      },
      heal: async ({ cluster }) => cluster.setFaults(service, {}),
    };
  },
};
