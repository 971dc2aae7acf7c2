import type { EvidenceSet } from '../../../bot/domain/signals.ts';
import type { Along } from '../../support/worlds/along.ts';
import type { PlannedWorld } from '../../support/worlds/plan.ts';
import type { SnapshotFiles } from '../../support/worlds/snapshot.ts';
import { makeWorld } from '../../support/worlds/world.ts';
import { bordersOf } from './borders.ts';
import { evidenceOf } from './evidence.ts';

/** One world as it is shown to the engine, and what was changed about it. */
export interface View {
  readonly name: string;
  readonly evidence: EvidenceSet;
}

type Answer = (evidence: EvidenceSet) => string;

interface Axis {
  readonly id: keyof Along;
  /** Where a world stands that is not moved, and how far it is moved. */
  readonly usual: number;
  readonly far: number;
}

/** Along which a world is moved to where its answer turns: thresholds are close by there. */
const AXES: readonly Axis[] = [
  { id: 'severity', usual: 1, far: 0.03 },
  { id: 'size', usual: 1, far: 0.01 },
  { id: 'age', usual: 25, far: 0.3 },
  { id: 'traffic', usual: 1, far: 0.005 },
  { id: 'earlier', usual: 0.05, far: 900 },
  { id: 'points', usual: 110, far: 6 },
  { id: 'chatter', usual: 1, far: 0.03 },
  { id: 'age', usual: 25, far: 100 },
  { id: 'later', usual: 0.05, far: 15 },
  { id: 'chatter', usual: 1, far: 8 },
  { id: 'over', usual: 18, far: 1 },
];
/** Axes along which one world is moved at most, and borders that are looked at. */
const MOST_AXES = 3;
const MOST_BORDERS = 2;
/** Halvings of the span in which an answer turns. */
const STEPS = 4;
/** Shares of a fault that one figure tells of, looked through for turns: what is milder still is not felt. */
const FIGURE_GRID = [0.15, 0.4, 0.7, 1];
/** One world in so many is seen by its traces as well, with little else. */
const TRACED_EACH = 5;

/** What one source would have told; the engine is shown worlds of which one did not answer. */
const SOURCES: readonly (readonly (keyof EvidenceSet)[])[] = [
  ['logs'],
  ['metrics', 'slis'],
  ['objects', 'events'],
  ['events'],
  ['alerts'],
  ['changes'],
  ['topology'],
];

/**
 * A world as it is, asked about otherwise, without each of its sources, and on both sides of where its answer turns as it
 * is moved along some axes: those of its kind of fault, and others by `turn`, so that worlds of one kind differ. What one
 * figure tells of is moved by its severity.
 */
export async function* viewsOf(order: PlannedWorld, turn: number, answer: Answer): AsyncGenerator<View> {
  const { files, names } = makeWorld(order);
  const evidence = await evidenceOf(files);
  yield { name: order.id, evidence };
  yield* askedOtherwise(order.id, evidence, [...names.values()]);
  if (order.kinds.some(({ figure }) => figure === true)) {
    // One figure tells, whatever source is lost.
    if (order.variant !== 'healthy') yield* bordersAlong(order, AXES[0]!, answer, FIGURE_GRID);
    return;
  }
  for (const lost of SOURCES)
    if (lost.some((signal) => isRead(evidence, signal)))
      yield { name: `${order.id} without ${lost[0]}`, evidence: without(evidence, lost) };
  if (turn % TRACED_EACH === 0) yield* tracedViews(order);
  if (order.variant === 'healthy') return;
  let [moved, borders] = [0, 0];
  const own = order.kinds.flatMap(({ axes = [] }) => AXES.filter(({ id }) => axes.includes(id)));
  for (const axis of new Set([...own, ...AXES.slice(turn % AXES.length), ...AXES])) {
    if (moved === MOST_AXES || borders >= MOST_BORDERS) return;
    const other = filesAt(order, axis, axis.far);
    if (other === undefined || [...files].every(([path, text]) => other.get(path) === text)) continue;
    moved++;
    for await (const view of bordersAlong(order, axis, answer)) {
      borders += 0.5;
      yield view;
    }
  }
}

/** The same system where nobody complains, and where one of its parts is asked about, the first and the last. */
function* askedOtherwise(id: string, evidence: EvidenceSet, parts: readonly string[]): Generator<View> {
  const { question, ...unasked } = evidence;
  if (question !== undefined) yield { name: `${id} without a complaint`, evidence: unasked };
  for (const name of new Set([parts.at(0), parts.at(-1)]))
    if (name !== undefined)
      yield { name: `${id} asked about ${name}`, evidence: { ...evidence, target: { kind: 'service', name } } };
}

function isRead(evidence: EvidenceSet, signal: keyof EvidenceSet): boolean {
  return (evidence[signal] as { readonly status?: string }).status === 'observed';
}

function without(evidence: EvidenceSet, lost: readonly (keyof EvidenceSet)[]): EvidenceSet {
  const unread = { status: 'unknown', tool: 'none', reason: 'it did not answer', failure: 'unavailable' };
  return { ...evidence, ...Object.fromEntries(lost.map((signal) => [signal, unread])) };
}

async function* tracedViews(order: PlannedWorld): AsyncGenerator<View> {
  const evidence = await evidenceOf(makeWorld({ ...order, traced: true }).files);
  const few = without(evidence, ['metrics', 'slis', 'logs']);
  yield { name: `${order.id} by traces`, evidence: few };
  yield { name: `${order.id} by traces alone`, evidence: without(few, ['alerts']) };
}

async function* bordersAlong(
  order: PlannedWorld,
  axis: Axis,
  answer: Answer,
  grid = [axis.usual, axis.far].sort((a, b) => a - b),
): AsyncGenerator<View> {
  const seen = new Map<number, EvidenceSet | undefined>();
  const at = async (value: number) => {
    if (!seen.has(value)) {
      const files = filesAt(order, axis, value);
      seen.set(value, files && (await evidenceOf(files)));
    }
    return seen.get(value);
  };
  const borders = await bordersOf(grid, STEPS, async (value) => {
    const evidence = await at(value);
    return evidence === undefined ? 'no world' : answer(evidence);
  });
  for (const value of borders.flat()) {
    const evidence = await at(value);
    if (evidence !== undefined) yield { name: `${order.id} ${axis.id} ${value.toPrecision(3)}`, evidence };
  }
}

/** Undefined where a kind cannot strike so: too little was recorded of what it acts upon. */
function filesAt(order: PlannedWorld, { id }: Axis, value: number): SnapshotFiles | undefined {
  try {
    return makeWorld({ ...order, [id]: value }).files;
  } catch {
    return undefined;
  }
}
