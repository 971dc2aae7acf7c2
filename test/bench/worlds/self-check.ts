/**
 * Looks the generator of worlds over, in a process of its own: what is made by the hundred is slow inside a test runner.
 * Prints one JSON object.
 */
import { ARCHITECTURES } from '../../support/worlds/architectures/index.ts';
import type { FaultKind } from '../../support/worlds/fault-kind.ts';
import { FURTHER_KINDS, KINDS } from '../../support/worlds/kinds/index.ts';
import { canHost } from '../../support/worlds/plan.ts';
import { WITHHELD } from '../../support/worlds/withheld/index.ts';
import { makeWorld } from '../../support/worlds/world.ts';
import { investigateFiles } from './judge.ts';
import { lean } from './lean.ts';

/** What was found; every list is empty where all is well. */
export interface SelfCheck {
  readonly kindsWithoutPlace: readonly string[];
  readonly kindsWithoutTrace: readonly string[];
  readonly differentWhenMadeAgain: readonly string[];
  /** Architectures of which a file was not understood, with the reader's words. */
  readonly notUnderstood: readonly string[];
}

const SEED = 7;
const all = [...KINDS, ...FURTHER_KINDS, ...WITHHELD];
const homeOf = (kind: FaultKind, among = ARCHITECTURES) => among.find((one) => canHost(one, SEED, [kind]));
/** A fault shows in a small system as in a large one; some kinds need more than one pod of a program. */
const smallestFirst = [...ARCHITECTURES.map(lean), ...ARCHITECTURES];

const withoutTrace = all.filter((kind) => {
  const architecture = homeOf(kind, smallestFirst);
  if (architecture === undefined) return false;
  const order = { id: 'w', seed: SEED, architecture, kinds: [kind] };
  const twin = makeWorld({ ...order, twin: true });
  return ![...makeWorld(order).files].some(([path, text]) => path !== 'snapshot.json' && twin.files.get(path) !== text);
});

const orders = ARCHITECTURES.map((architecture) => ({
  id: architecture.id,
  seed: 3,
  architecture,
  kinds: [KINDS.find((one) => canHost(architecture, 3, [one]))!],
}));
const worlds = new Map(orders.map((order) => [order.id, makeWorld(order).files]));
const again = orders.filter(
  (order) => JSON.stringify([...makeWorld(order).files]) !== JSON.stringify([...worlds.get(order.id)!]),
);
const answers = await investigateFiles(worlds);
const notUnderstood = [...answers].flatMap(([id, { error, notRead }]) =>
  error !== undefined ? [`${id}: ${error}`] : (notRead ?? []).map((line) => `${id}: ${JSON.stringify(line)}`),
);

const found: SelfCheck = {
  kindsWithoutPlace: all.filter((kind) => homeOf(kind) === undefined).map(({ id }) => id),
  kindsWithoutTrace: withoutTrace.map(({ id }) => id),
  differentWhenMadeAgain: again.map(({ id }) => id),
  notUnderstood,
};
console.log(JSON.stringify(found));
