import { expect, test } from '@jest/globals';
import { plainMachines } from '../../support/worlds/architectures/machines.ts';
import { examineFiles } from '../../support/worlds/examine-files.ts';
import { KINDS } from '../../support/worlds/kinds/index.ts';
import { makeWorld, type WorldOrder } from '../../support/worlds/world.ts';

const KIND = KINDS.find(({ id }) => id === 'external-outage')!;
const order: WorldOrder = { id: 'long-over', seed: 8, architecture: plainMachines, kinds: [KIND], recovered: true };

const answerTo = (made: WorldOrder) => examineFiles(makeWorld(made).files);

test('what began and ended before the window is recovered, with its cause', async () => {
  const { truth } = makeWorld({ ...order, longOver: true });
  const answer = await answerTo({ ...order, longOver: true });
  expect(answer.verdict).toBe('recovered');
  expect(truth.causes).toContain(answer.hypotheses[0]?.cause);
  expect(truth.components).toContain(answer.hypotheses[0]?.component);
  const apart = Date.parse(answer.hypotheses[0]!.until!) - Date.parse(truth.until!);
  expect(Math.abs(apart)).toBeLessThanOrEqual(5 * 60_000);
});

test('the same system without that hour is healthy', async () => {
  const answer = await answerTo({ ...order, longOver: true, twin: true });
  expect(answer.verdict).toBe('healthy');
});
