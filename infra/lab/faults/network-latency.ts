import { between, type Fault, oneOf } from './fault.ts';

export const networkLatency: Fault = {
  name: 'network-latency',
  title: 'The way between two services is slow',
  alerts: ['HighRequestLatency'],
  plan: (random, size = random()) => {
    const [caller, callee] = oneOf(random, ['checkout', 'inventory'], ['web', 'accounts'], ['catalog', 'inventory']);
    const delayMs = Math.round(between(550, 950, size));
    return {
      what: `${delayMs} ms each way between ${caller} and ${callee}`,
      truth: {
        components: [`service/${callee}`, `service/${caller}`],
        causes: ['pod_network_delay', 'node_network_delay', 'pod_network_packet_loss'],
      },
      begin: async ({ cluster }) => cluster.setLink(caller, callee, { delayMs }),
      heal: async ({ cluster }) => cluster.setLink(caller, callee, undefined),
    };
  },
};
