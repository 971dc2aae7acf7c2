import { expect, test } from '@jest/globals';
import { refusedMachines } from '../../../../../bot/engine/analyzers/kubernetes/refused-machines.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { application, evidenceOf, logsOf, minute, pattern, range } from '../logs/log-evidence.ts';

const REFUSED =
  'Failed to scale up: googleapi: Error: The zone does not have enough resources available to fulfill the request. (ZONE_RESOURCE_POOL_EXHAUSTED)';

/** A workload whose pod was made at a minute and waits for a node, or runs; an autoscaler that is refused from minute 5 to 9. */
function analyze({ made = 2, waits = true, writer = 'cluster-autoscaler', said = REFUSED }) {
  const objects = application({ name: 'till' }).map((object) =>
    object.kind === 'Pod' && waits
      ? {
          ...object,
          metadata: { ...object.metadata, creationTimestamp: minute(made) },
          spec: { ...(object.spec as object), nodeName: undefined },
          status: {
            phase: 'Pending',
            conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
          },
        }
      : object,
  );
  const log = logsOf(writer, [pattern('error', said, range(5, 10))]);
  return refusedMachines.analyze(evidenceOf({ objects, logs: [log] }), PARAMETERS);
}

test('pods wait for the machines that their autoscaler is refused by its own log', () => {
  expect(analyze({})).toMatchObject({
    status: 'found',
    findings: [{ component: 'service/till', cause: 'cloud_capacity_insufficient', grade: 'said', onset: minute(5) }],
  });
  const quota = "Failed to scale up: Quota 'CPUS' exceeded. Limit: 72.0 in region europe-west4.";
  expect(analyze({ said: quota })).toMatchObject({ findings: [{ cause: 'cloud_quota_exceeded' }] });
});

test.each([
  ['pods that were made after it was refused', { made: 20 }],
  ['pods that run', { waits: false }],
  ['what another program was refused', { writer: 'backup' }],
  ['an autoscaler that is given its machines', { said: 'Failed to refresh the list of node groups, trying again' }],
])('is clear for %s', (_, given) => {
  expect(analyze(given).status).toBe('clear');
});
