import { between, type Fault, oneOf } from './fault.ts';

export const errors: Fault = {
  name: 'errors',
  title: 'A service fails a share of its requests',
  alerts: ['HighErrorRate'],
  plan: (random, size = random()) => {
    const service = oneOf(random, 'payments', 'inventory', 'accounts', 'catalog');
    const errorShare = between(0.2, 0.7, size);
    return {
      what: `${service} fails ${Math.round(errorShare * 100)} % of its requests in its own code`,
      truth: {
        components: [`service/${service}`],
        causes: ['application_error', 'availability_regression'],
      },
      begin: async ({ cluster }) => cluster.setFaults(service, { errorShare }),
      heal: async ({ cluster }) => cluster.setFaults(service, {}),
    };
  },
};
