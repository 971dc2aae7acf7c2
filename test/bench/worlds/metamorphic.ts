import type { PlannedWorld } from '../../support/worlds/plan.ts';
import type { SnapshotFiles } from '../../support/worlds/snapshot.ts';
import { makeWorld, type World } from '../../support/worlds/world.ts';
import { countedHypotheses, type NamedAnswer } from '../accuracy/expectation.ts';
import { investigateFiles } from './judge.ts';

/** A rule that must hold whatever the right answer is, and where it does not. */
export interface Violation {
  readonly id: string;
  readonly rule: 'source lost' | 'renamed' | 'healthy twin';
  readonly text: string;
}

export interface MetamorphicResult {
  /** How often each rule was tried. */
  readonly tried: Readonly<Record<Violation['rule'], number>>;
  readonly violations: readonly Violation[];
}

/** Sources that can be missing, by the beginning of their files' paths. */
const SOURCES = ['metrics', 'logs/', 'kubernetes/', 'alerts.json', 'changes/', 'topology.json'];
/** Losing a source may raise what is left by this much. */
const MAY_RISE = 0.05;
const ACTED_UPON = 0.6;

/**
 * Holds worlds against rules that need no truth: what is left after a source is lost is believed no more than before;
 * other names change nothing but names; a system without its fault has none.
 */
export async function checkMetamorphic(orders: readonly PlannedWorld[]): Promise<MetamorphicResult> {
  const violations: Violation[] = [];
  const tried = { 'source lost': 0, renamed: 0, 'healthy twin': 0 };
  for (const order of orders) {
    const world = makeWorld({ ...order, trade: 0 });
    const renamed = makeWorld({ ...order, trade: 1 });
    const twin = makeWorld({ ...order, twin: true, trade: 0 });
    const lost = SOURCES.map((source) => [source, without(world.files, source)] as const).filter(
      ([, files]) => files.size < world.files.size,
    );
    const answers = await investigateFiles(
      new Map([
        ['whole', world.files],
        ['renamed', renamed.files],
        ['twin', twin.files],
        ...lost.map(([source, files]) => [`without-${source.replace(/\W/g, '')}`, files] as const),
      ]),
    );
    const whole = answers.get('whole')!;
    for (const [source] of lost) {
      tried['source lost']++;
      const text = grewSurer(whole, answers.get(`without-${source.replace(/\W/g, '')}`)!);
      if (text !== undefined)
        violations.push({ id: order.id, rule: 'source lost', text: `without ${source}: ${text}` });
    }
    tried.renamed++;
    const text = renamedDiffers(world, whole, renamed, answers.get('renamed')!);
    if (text !== undefined) violations.push({ id: order.id, rule: 'renamed', text });
    tried['healthy twin']++;
    const { verdict } = answers.get('twin')!;
    if (verdict === 'fault')
      violations.push({ id: order.id, rule: 'healthy twin', text: 'the twin is called a fault' });
  }
  return { tried, violations };
}

function without(files: SnapshotFiles, source: string): SnapshotFiles {
  return new Map([...files].filter(([path]) => !path.startsWith(source)));
}

/** How a hypothesis gained by the loss; undefined where none did. */
function grewSurer(before: NamedAnswer, after: NamedAnswer): string | undefined {
  if (after.verdict === 'healthy' && before.verdict !== 'healthy') return `${before.verdict} became healthy`;
  const earlier = countedHypotheses(before);
  for (const { component, cause, confidence } of countedHypotheses(after)) {
    const was = earlier.find((one) => one.component === component && one.cause === cause)?.confidence;
    const crossed = confidence >= ACTED_UPON && (was ?? 0) < ACTED_UPON;
    const rose = was !== undefined && confidence > was + MAY_RISE;
    if (crossed || rose) return `${component} ${cause} ${was ?? 'unnamed'} -> ${confidence}`;
  }
  return undefined;
}

function renamedDiffers(a: World, answerA: NamedAnswer, b: World, answerB: NamedAnswer): string | undefined {
  const first = inRoles(a, answerA);
  const second = inRoles(b, answerB);
  return first === second ? undefined : `${first} became ${second}`;
}

/** Verdict and first hypothesis, with the roles in place of the names. */
function inRoles({ names }: World, answer: NamedAnswer): string {
  const [first] = countedHypotheses(answer);
  if (first === undefined) return answer.verdict;
  const longestFirst = [...names].sort(([, a], [, b]) => b.length - a.length);
  const component = longestFirst.reduce(
    (text: string, [role, name]) => text.replace(name, `{${role}}`),
    first.component,
  );
  return `${answer.verdict} ${component} ${first.cause}`;
}
