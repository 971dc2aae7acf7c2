import { between, type Fault, oneOf } from './fault.ts';

export const latency: Fault = {
  name: 'latency',
  title: 'A service is slow by itself',
  alerts: ['HighRequestLatency'],
  plan: (random, size = random()) => {
    const service = oneOf(random, 'catalog', 'accounts', 'checkout', 'payments');
    const delayMs = Math.round(between(1_300, 2_100, size));
    return {
      what: `${service} takes ${delayMs} ms longer`,
      truth: {
        components: [`service/${service}`],
        causes: ['latency_regression', 'event_loop_blocked', 'application_error'],
      },
      begin: async ({ cluster }) => cluster.setFaults(service, { delayMs }),
      heal: async ({ cluster }) => cluster.setFaults(service, {}),
    };
  },
};
