import { expect, test } from '@jest/globals';
import { openSnapshot } from '../../../../backends/common/snapshot/index.ts';
import { createSnapshotLogsProvider } from '../../../../backends/logs/providers/snapshot.ts';
import { CAPTURED_AT, lines, snapshotFolder } from '../../support/snapshot-folder.ts';

const CALL = { signal: new AbortController().signal };

async function toldOf(files: Readonly<Record<string, unknown>>): Promise<readonly (readonly [string, string])[]> {
  const dir = snapshotFolder({ 'snapshot.json': { capturedAt: CAPTURED_AT }, ...files });
  const snapshot = await openSnapshot(dir);
  const told: [string, string][] = [];
  const scan = createSnapshotLogsProvider(snapshot).scan({ window: { end: snapshot.now, openEnd: true } }, CALL);
  for await (const batch of scan)
    for (const { service, text } of batch) told.push([service, text.split(' : ').at(-1)!]);
  return told;
}

const spring = (level: string, program: string, message: string) =>
  `2026-03-01T11:59:00.123Z ${level.padStart(5)} 4711 --- [${program}] [nio-8080-exec-3] i.quay.${program}.Desk : ${message}`;
const MIXED = lines(
  spring('INFO', 'crane', 'open'),
  spring('ERROR', 'stall', 'lift failed'),
  '\tat stall.Till.ring(Till.java:12)',
  spring('INFO', 'crane', 'closed'),
);

test("the log of a machine that several programs of Spring's write into is told apart by their names", async () => {
  expect((await toldOf({ 'logs/quay07.log': MIXED })).toSorted()).toEqual([
    ['crane', 'closed'],
    ['crane', 'open'],
    ['stall', 'lift failed\n\tat stall.Till.ring(Till.java:12)'],
  ]);
});

test('the log of one program is of whom its file is called by, whatever the program calls itself', async () => {
  const one = lines(spring('INFO', 'crane-app', 'open'), spring('INFO', 'crane-app', 'closed'));
  expect(await toldOf({ 'logs/crane.log': one })).toEqual([
    ['crane', 'open'],
    ['crane', 'closed'],
  ]);
});

const measured = (name: string, labels: Readonly<Record<string, string>>) => ({
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [{ metric: { __name__: name, namespace: 'quay', ...labels }, values: [[1772366340, '1']] }],
  },
});

test('a pod is of the StatefulSet or Deployment that kube-state-metrics measures, where no objects were recorded', async () => {
  const line = '2026-03-01T11:59:00Z INFO open\n';
  const files = { 'logs/crane-store-0.log': line, 'logs/stall-1343455a1-bjj48.log': line };
  const named = async (more: Readonly<Record<string, unknown>>) =>
    (await toldOf({ ...files, ...more })).map(([one]) => one);
  expect(
    await named({
      'metrics/sets.json': measured('kube_statefulset_replicas', { statefulset: 'crane-store' }),
      'metrics/deployments.json': measured('kube_deployment_spec_replicas', { deployment: 'stall' }),
    }),
  ).toEqual(['crane-store', 'stall']);
  expect((await named({}))[0]).toBe('crane-store-0');
});

test('the log of a copy is of its program, where the machine behind its name is measured', async () => {
  const line = '2026-03-01T11:59:00Z INFO open\n';
  const machine = measured('node_load1', { instance: 'dock-2:9100' });
  const files = { 'logs/crane-dock-2.log': line, 'logs/dock-2.log': line, 'logs/crane-dock-3.log': line };
  const named = async (more: Readonly<Record<string, unknown>>) =>
    (await toldOf({ ...files, ...more })).map(([one]) => one);
  expect(await named({ 'metrics/node.json': machine })).toEqual(['crane', 'crane-dock-3', 'dock-2']);
  expect(await named({})).toEqual(['crane-dock-2', 'crane-dock-3', 'dock-2']);
});
