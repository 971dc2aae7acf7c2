import type { FaultKind } from '../fault-kind.ts';
import { drive } from '../scene.ts';
import { aService } from './places.ts';

/** Minutes from the begin of one spell to the begin of the next: what a timer or a lifetime of entries brings about. */
const EVERY_MINUTES = 8;
const LASTS_MINUTES = 2;

/** Trouble that comes back like a clock, and is over in between. */
export const spellKinds: readonly FaultKind[] = [
  {
    id: 'slow-every-few-minutes',
    causes: ['latency_regression'],
    where: aService,
    shape: 'gradual',
    figure: true,
    strike(scene, part, fault) {
      const { axis } = scene;
      const course = new Float64Array(axis.points).map((_, i) => {
        const minutes = (axis.at(i) - fault.from) / 60;
        return minutes >= 0 && minutes % EVERY_MINUTES < LASTS_MINUTES ? 1 : 0;
      });
      drive(scene, part, 'latencyFactor', { course }, 14);
      return { complaint: `${part.name} is slow now and then` };
    },
  },
];
