import type { FaultKind } from '../fault-kind.ts';
import type { Part } from '../part.ts';
import { drive, type Scene } from '../scene.ts';
import { all, aService, hosted } from './places.ts';

const anEntry = all(hosted, aService, ({ entryRps, calls }) => entryRps > 0 && calls.length > 0);

/** More requests than the programs behind a front door can take, each of which is slow with them. */
function overrun(scene: Scene, part: Part, course: Float64Array, times: number): void {
  drive(scene, part, 'traffic', { course }, times);
  for (const { role } of part.calls) {
    const callee = scene.system.parts.find((one) => one.role === role)!;
    if (callee.kind === 'service') drive(scene, callee, 'latencyFactor', { course }, 4);
  }
}

/** Surges that are not as steep everywhere. */
export const surgeKinds: readonly FaultKind[] = [
  {
    // A sale: each visit puts more into the basket than it did.
    id: 'surge-grows-on-its-way',
    causes: ['traffic_spike'],
    where: anEntry,
    figure: true,
    strike(scene, part, fault) {
      overrun(scene, part, fault.course, 1.9);
      for (const { role } of part.calls)
        scene.callFactors.set(
          `${part.role}>${role}`,
          fault.course.map((share) => 1 + 0.5 * share),
        );
      // More visits and more in each: whose surge it is depends on where one looks.
      const behind = part.calls.map(({ role }) => scene.system.parts.find((one) => one.role === role)!);
      return {
        components: [part, ...behind].map(({ name }) => `service/${name}`),
        complaint: `${part.name} is slow`,
      };
    },
  },
];
