import type { FaultKind } from '../fault-kind.ts';
import { drive, type Scene } from '../scene.ts';
import { all, aService, hosted } from './places.ts';

/** A system that hardly anybody uses: a few requests a minute at its front doors. */
export function hardlyUsed(scene: Scene): void {
  for (const { traffic } of scene.drives.values())
    for (const [i, times] of traffic.entries()) traffic[i] = times * HARDLY_USED;
}

/** Share of its usual requests that such a system has. */
export const HARDLY_USED = 0.012;

/** Faults among so few requests that chance has a say in what is counted. */
export const fewRequests: readonly FaultKind[] = [
  {
    id: 'some-of-few-requests-fail',
    causes: ['availability_regression', 'application_error'],
    where: all(hosted, aService, ({ entryRps }) => entryRps > 0),
    figure: true,
    measured: hardlyUsed,
    strike(scene, part, fault) {
      drive(scene, part, 'errors', fault, 0.8);
      return { complaint: `${part.name} fails` };
    },
  },
  {
    id: 'few-requests-are-slow',
    causes: ['latency_regression'],
    where: all(hosted, aService, ({ entryRps }) => entryRps > 0),
    figure: true,
    measured: hardlyUsed,
    strike(scene, part, fault) {
      drive(scene, part, 'latencyFactor', fault, 8);
      return { complaint: `${part.name} is slow` };
    },
  },
  {
    id: 'few-requests-cease',
    causes: ['availability_regression'],
    where: all(hosted, aService, ({ entryRps }) => entryRps > 0),
    figure: true,
    measured: hardlyUsed,
    strike(scene, part, fault) {
      drive(scene, part, 'traffic', fault, 0.02);
      return { complaint: `nobody reaches ${part.name} any more` };
    },
  },
];
