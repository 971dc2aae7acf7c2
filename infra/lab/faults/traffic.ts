import { ENTRY } from '../system.ts';
import { between, type Fault } from './fault.ts';

export const traffic: Fault = {
  name: 'traffic',
  title: 'Many more people come',
  alerts: ['RequestRateHigh'],
  plan: (random, size = random()) => {
    const factor = between(4, 6, size);
    return {
      what: `${factor.toFixed(1)} times the usual requests`,
      truth: { components: [`service/${ENTRY}`], causes: ['traffic_spike'] },
      begin: async ({ load }) => load.setFactor(factor),
      heal: async ({ load }) => load.setFactor(1),
    };
  },
};
