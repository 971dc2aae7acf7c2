import type { Answer, Hypothesis } from '../../../bot/domain/answer.ts';

/** What may be answered for one recorded or made-up system. An absent field asks for nothing. */
export interface Expectation {
  /** Allowed verdicts; absent: any, as long as the first hypothesis is right. */
  readonly verdicts?: readonly string[];
  /** `service/NAME`, `node/NAME` or `namespace/NAME`, compared without regard to case. */
  readonly components?: readonly string[];
  readonly causes?: readonly string[];
  /** Several faults at once, of which the first answer must name one: each a pair of components and causes. */
  readonly faults?: readonly { readonly components: readonly string[]; readonly causes: readonly string[] }[];
  /** Causes that must not stand in the answer at 0.3 and more. */
  readonly notCauses?: readonly string[];
  /** A pattern that must not occur anywhere in the answer. */
  readonly notRemedy?: string;
  /** The answer must name the file that was not understood. */
  readonly namesFile?: boolean;
  /** A pattern that the first hypothesis or its evidence should quote; counted apart. */
  readonly quote?: string;
}

/** An answer as the command line writes it. */
export type NamedAnswer = Pick<Answer, 'verdict' | 'hypotheses'> & {
  readonly snapshot: string;
  readonly error?: string;
} & Partial<Answer>;

/** How one answer compares with what was expected. */
export interface Judgement {
  readonly id: string;
  readonly right: boolean;
  /** One of the first three hypotheses names component and cause, and the verdict is allowed. */
  readonly firstThree: boolean;
  /** The first hypothesis names the component; undefined where none is expected. */
  readonly component?: boolean;
  /** Confidence of the first hypothesis; undefined where the answer names none. */
  readonly confidence?: number;
  /** What that confidence rests on. */
  readonly basis?: Hypothesis['basis'];
  readonly answered: boolean;
  /** Something is wrong, or may be: `healthy` is not allowed. */
  readonly broken: boolean;
  /** Nothing is wrong: `fault` is not allowed, `healthy` is. */
  readonly well: boolean;
  readonly calledHealthy: boolean;
  readonly calledFault: boolean;
  readonly mistakes: readonly string[];
}

/** Hypotheses count only where the verdict says that something is or was wrong. */
export function countedHypotheses(answer: NamedAnswer | undefined): readonly Hypothesis[] {
  if (answer === undefined || !['fault', 'recovered'].includes(answer.verdict)) return [];
  return [...(answer.hypotheses ?? [])].sort((a, b) => a.rank - b.rank);
}

/** Compares one answer with its expectation. `answer` is undefined where the snapshot gave none. */
export function judge(id: string, expected: Expectation, answer: NamedAnswer | undefined): Judgement {
  const hypotheses = countedHypotheses(answer);
  const mistakes = answer === undefined ? ['no answer'] : mistakesOf(expected, answer, hypotheses[0], hypotheses);
  const threeRight =
    answer !== undefined &&
    (mistakes.length === 0 ||
      hypotheses.slice(0, 3).some((one) => mistakesOf(expected, answer, one, hypotheses).length === 0));
  const components = expected.faults?.flatMap((fault) => fault.components) ?? expected.components;
  return {
    id,
    right: mistakes.length === 0,
    firstThree: threeRight,
    component: components === undefined ? undefined : oneOf(components, hypotheses[0]?.component),
    confidence: hypotheses[0]?.confidence,
    basis: hypotheses[0]?.basis,
    answered: answer !== undefined && answer.error === undefined,
    broken: expected.verdicts === undefined || !expected.verdicts.includes('healthy'),
    well: expected.verdicts?.includes('healthy') === true && !expected.verdicts.includes('fault'),
    calledHealthy: answer?.verdict === 'healthy',
    calledFault: answer?.verdict === 'fault',
    mistakes,
  };
}

function mistakesOf(
  expected: Expectation,
  answer: NamedAnswer,
  candidate: Hypothesis | undefined,
  hypotheses: readonly Hypothesis[],
): string[] {
  const mistakes: string[] = [];
  if (expected.verdicts !== undefined && !expected.verdicts.includes(answer.verdict)) {
    mistakes.push(`verdict ${answer.verdict}`);
  }
  if (mustName(expected)) mistakes.push(...namingMistakes(expected, candidate));
  for (const { cause, confidence } of hypotheses) {
    if (expected.notCauses?.includes(cause) && confidence >= 0.3) mistakes.push(`blames ${cause} ${confidence}`);
  }
  if (expected.notRemedy !== undefined && new RegExp(expected.notRemedy).test(JSON.stringify(answer))) {
    mistakes.push(`advises ${expected.notRemedy}`);
  }
  if (expected.namesFile === true && !namesAFile(answer)) mistakes.push('names no file');
  return mistakes;
}

/** A component and cause are asked for only where nothing but one verdict that names them is allowed. */
function mustName({ verdicts, faults, components, causes }: Expectation): boolean {
  if (faults === undefined && components === undefined && causes === undefined) return false;
  return verdicts === undefined || (verdicts.length === 1 && ['fault', 'recovered'].includes(verdicts[0]!));
}

function namingMistakes(expected: Expectation, candidate: Hypothesis | undefined): string[] {
  if (expected.faults !== undefined) {
    const named = expected.faults.some(
      (fault) => oneOf(fault.components, candidate?.component) && oneOf(fault.causes, candidate?.cause),
    );
    return named ? [] : [`names ${candidate?.component} ${candidate?.cause}`];
  }
  const mistakes: string[] = [];
  if (expected.causes && !oneOf(expected.causes, candidate?.cause)) mistakes.push(`cause ${candidate?.cause}`);
  if (expected.components && !oneOf(expected.components, candidate?.component)) {
    mistakes.push(`component ${candidate?.component}`);
  }
  return mistakes;
}

function oneOf(allowed: readonly string[], found: string | undefined): boolean {
  return found !== undefined && allowed.some((one) => one.toLowerCase() === found.toLowerCase());
}

function namesAFile(answer: NamedAnswer): boolean {
  const besides = JSON.stringify({ ...answer, evidence: undefined, hypotheses: undefined });
  return /\.(json|log|gz|txt|ndjson)\b/.test(besides);
}
