import { expect, test } from '@jest/globals';
import { fleetAutoscaler } from '../../../../../bot/engine/analyzers/kubernetes/fleet-autoscaler.ts';
import { object } from '../../../../support/kubernetes.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from '../logs/log-evidence.ts';

// Agones, "Fleet Autoscaler Specification": `scalingLimited` is true where the policy's bounds hold it back.

const none = pattern('error', 'allocate: UnAllocated: no gameservers available in fleet meadow', range(20, 30));

function analyze(scalingLimited: boolean, currentReplicas: number) {
  const spec = { fleetName: 'meadow', policy: { type: 'Buffer', buffer: { bufferSize: 5, maxReplicas: 40 } } };
  const status = { currentReplicas, desiredReplicas: currentReplicas, ableToScale: true, scalingLimited };
  const scaler = object('FleetAutoscaler', 'meadow-scaler', { spec, status }, 'shop');
  return fleetAutoscaler.analyze(evidenceOf({ objects: [scaler], logs: [logsOf('lobby', [none])] }));
}

test('a fleet that is held at its maximum leaves those without servers who ask for one', () => {
  expect(findingsOf(analyze(true, 40))).toMatchObject([
    { component: 'service/meadow', cause: 'hpa_at_maximum', grade: 'shown', explains: ['service/lobby'] },
  ]);
});

test('one that is not limited, or is held at its minimum, is well', () => {
  expect(analyze(false, 40).status).not.toBe('found');
  expect(analyze(true, 2).status).not.toBe('found');
});

test('unread objects are unknown', () => {
  const evidence = evidenceOf({ logs: [] });
  expect(fleetAutoscaler.analyze(evidence).status).not.toBe('found');
});
