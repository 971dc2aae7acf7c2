import { deploy } from './deploy.ts';
import { between, type Fault, oneOf } from './fault.ts';

export const badDeploy: Fault = {
  name: 'bad-deploy',
  title: 'A new version fails',
  alerts: ['HighErrorRate'],
  plan: (random, size = random()) => {
    const service = oneOf(random, 'checkout', 'catalog', 'accounts');
    const errorShare = between(0.25, 0.8, size);
    const id = Math.floor(random() * 2 ** 28)
      .toString(16)
      .padStart(7, '0');
    const errorMessage = `Cannot read properties of undefined (reading 'rate') at applyDiscount (/app/src/discounts.js:41:19)`;
    return {
      what: `version 1.1.0 of ${service} (${id}) fails ${Math.round(errorShare * 100)} % of its requests`,
      truth: { components: [`service/${service}`], causes: ['bad_deploy', 'application_error'], change: id },
      begin: async (lab) =>
        deploy(lab, service, {
          version: '1.1.0',
          id,
          summary: 'Apply member discounts at once',
          files: ['src/discounts.js', 'test/discounts.test.js'],
          faults: { errorShare, errorMessage },
        }),
      heal: async ({ cluster }) => cluster.controller.undo(cluster.workload(service)),
    };
  },
};
