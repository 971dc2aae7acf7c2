import { expect, test } from '@jest/globals';
import { deletedPods } from '../../../../../bot/engine/analyzers/kubernetes/deleted-pods.ts';
import { readCluster } from '../../../../../bot/engine/cluster/cluster.ts';
import { deletionsOf } from '../../../../../bot/engine/cluster/deleted-pods.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { ago, event, evidenceOf, market, type World } from '../../../../support/kubernetes.ts';

const at = (seconds: number) => ({ firstTimestamp: ago(seconds), lastTimestamp: ago(seconds), type: 'Normal' });
const PODS = ['bcdfg', 'hjklm', 'npqrs', 'tvwxz'];

/** A market in which pods of the ledger come and go, a minute each. */
function comeAndGo(killing = 'Stopping container ledger', every = 80): World {
  const world = market();
  PODS.forEach((letters, n) => {
    const name = `ledger-7d9f8b6c5-${letters}`;
    const start = (PODS.length - n) * every;
    world.events.push(
      event('ReplicaSet', 'ledger-1', 'SuccessfulCreate', `Created pod: ${name}`, at(start)),
      event('Pod', name, 'Killing', killing, at(start - every + 10)),
    );
  });
  return world;
}
const analyze = (world: World) => deletedPods.analyze(evidenceOf(world), PARAMETERS);

test('pods that are made and stopped one after the other are deleted by somebody', () => {
  expect(analyze(comeAndGo())).toMatchObject({
    status: 'found',
    findings: [{ component: 'service/ledger', cause: 'workload_unavailable', grade: 'said' }],
  });
});

test('pods whose probe failed, or that their controller did not want any more, are not', () => {
  expect(analyze(comeAndGo('Container ledger failed liveness probe, will be restarted')).status).toBe('clear');
  const fewer = comeAndGo();
  for (const letters of PODS)
    fewer.events.push(
      event('ReplicaSet', 'ledger-1', 'SuccessfulDelete', `Deleted pod: ledger-7d9f8b6c5-${letters}`, at(20)),
    );
  expect(analyze(fewer).status).toBe('clear');
});

test('pods that are replaced every quarter of an hour serve in between', () => {
  expect(analyze(comeAndGo(undefined, 780)).status).toBe('clear');
});

test('a rollout stops pods that were made before it', () => {
  const world = comeAndGo();
  world.events = world.events.filter(({ reason }) => reason !== 'SuccessfulCreate');
  expect(analyze(world).status).toBe('clear');
});

test('is unknown without events', () => {
  const { events: _, ...rest } = evidenceOf(comeAndGo());
  const unread = { ...rest, events: { status: 'unknown', tool: 'list_events', reason: 'not read' } } as const;
  expect(deletedPods.analyze(unread, PARAMETERS).status).not.toBe('found');
  const cluster = readCluster(evidenceOf(comeAndGo()));
  const ledger = cluster.workloads.find(({ name }) => name === 'ledger')!;
  expect(deletionsOf(ledger, cluster, PARAMETERS.overAfterMs)).toHaveLength(PODS.length);
});
