import { type Fault, oneOf } from './fault.ts';

export const nameLost: Fault = {
  name: 'name-lost',
  title: 'A name does not resolve',
  alerts: ['HighErrorRate'],
  plan: (random) => {
    const service = oneOf(random, 'payments', 'inventory', 'accounts');
    const callers = ['checkout', 'web', 'catalog'].map((name) => `service/${name}`);
    return {
      what: `the name server has no ${service} any more`,
      truth: {
        components: [`service/${service}`, 'service/kube-dns', 'service/coredns', ...callers],
        causes: ['dns_resolution_failure', 'coredns_unavailable'],
      },
      begin: async ({ cluster }) => {
        cluster.dns.forgotten.add(service);
        // Open connections need no name: they are ended, as they would be sooner or later.
        cluster.resetConnections(service);
      },
      heal: async ({ cluster }) => void cluster.dns.forgotten.delete(service),
    };
  },
};
