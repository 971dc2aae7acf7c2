import type { Hypothesis } from '../../domain/answer.ts';
import { confidenceInWords as inWords } from '../../investigation/answer-text.ts';
import { causeInWords } from '../../wording/causes.ts';

/** The cause in one short line: `basket: killed for using too much memory`. */
export function causeLine(hypothesis: Pick<Hypothesis, 'component' | 'cause'>): string {
  return `${hypothesis.component.replace(/^service\//, '')}: ${causeInWords(hypothesis.cause)}`;
}

/** As `causeLine`, with how sure that is: `basket: killed for using too much memory (very likely)`. */
export function causeWithConfidence(hypothesis: Pick<Hypothesis, 'component' | 'cause' | 'confidence'>): string {
  return `${causeLine(hypothesis)} (${inWords(hypothesis.confidence)})`;
}

/** Belief in words, from 0 to 1, as the beginning of a line: `Very likely`, `A guess`. */
export function confidenceInWords(confidence: number): string {
  const text = inWords(confidence);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
