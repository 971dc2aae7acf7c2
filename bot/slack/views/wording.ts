import type { Answer, Hypothesis } from '../../domain/answer.ts';
import type { Source } from '../../domain/finding.ts';
import type { Target } from '../../domain/target.ts';
import { causeWithConfidence } from './cause-wording.ts';

/** How an investigation ended, for the line at the top of its thread. */
export interface Outcome {
  readonly mark: ':dart:' | ':white_check_mark:' | ':grey_question:' | ':octagonal_sign:' | ':x:';
  /** One line, from outside. */
  readonly text: string;
}

/** The answer for the top of the thread. */
export function answerInOneLine(answer: {
  readonly verdict: Answer['verdict'];
  readonly hypotheses: readonly Pick<Hypothesis, 'component' | 'cause' | 'confidence'>[];
}): Outcome {
  const best = answer.hypotheses[0];
  if (answer.verdict === 'fault' && best) {
    return { mark: ':dart:', text: causeWithConfidence(best) };
  }
  if (answer.verdict === 'recovered' && best) {
    return { mark: ':white_check_mark:', text: `Over now: ${causeWithConfidence(best)}` };
  }
  if (answer.verdict === 'healthy') return { mark: ':white_check_mark:', text: 'Nothing wrong found' };
  return { mark: ':grey_question:', text: 'Cannot tell, too little could be seen' };
}

export const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  kubernetes: 'Kubernetes',
  logs: 'Logs',
  metrics: 'Metrics',
  runbooks: 'Runbooks',
};

/** A length of time, in seconds, in its largest whole units: `2 h`, `1 h 30 min`, `3 d`. */
export function spanInWords(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** A short duration in milliseconds: `0.4 s`, `12 s`. */
export function tookInWords(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return spanInWords(ms / 1000);
}

/** `checkout`, `node worker-2`, `the whole system`. */
export function targetInWords(target: Target | undefined): string {
  if (target === undefined) return 'the whole system';
  return target.kind === 'service' ? target.name : `${target.kind} ${target.name}`;
}
