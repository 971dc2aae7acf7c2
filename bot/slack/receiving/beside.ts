/**
 * Words that ride on an acknowledgement and are no answer: the intake draws them once the work they speak of is recorded.
 * Undefined where there is nothing to say.
 */
export type Beside = () => object | undefined;

/** True for words that are drawn once the work is recorded. */
export function isBeside(words: unknown): words is Beside {
  return typeof words === 'function';
}
