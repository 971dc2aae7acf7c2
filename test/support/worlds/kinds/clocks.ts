import type { FaultKind } from '../fault-kind.ts';
import { drive, podsOf } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { all, aService, kubernetes, runs } from './places.ts';

/** A clock that runs ahead, by the words of jjwt (`DefaultJwtParser`) alone: tokens that are good are refused as expired. */
export const clockKinds: readonly FaultKind[] = [8, 40].map((minutes) => ({
  id: `clock-ahead-by-${minutes}-minutes`,
  causes: ['clock_skew'],
  where: all(kubernetes, aService, runs('jvm')),
  strike(scene, part, fault) {
    drive(scene, part, 'errors', fault, 0.4);
    scene.sayings.push(() => {
      const pod = podsOf(scene, part)[0]!;
      for (let seconds = fault.from + 5; seconds < scene.axis.end; seconds += 17) {
        const [now, expired] = [minutes, minutes - 1].map((ahead) => rfc3339(Math.round(seconds + ahead * 60)));
        scene.logs.push({
          ...{ part, pod, time: Math.round(seconds * 1000), level: 'error' },
          text: `JWT expired at ${expired}. Current time: ${now}, a difference of 60000 milliseconds. Allowed clock skew: 0 milliseconds.`,
        });
      }
    });
    return {
      components: [`service/${part.name}`, ...podsOf(scene, part).map(({ node }) => `node/${node}`)],
      complaint: `${part.name} signs people out`,
    };
  },
}));
