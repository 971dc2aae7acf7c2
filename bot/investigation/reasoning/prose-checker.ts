import type { Answer } from '../../domain/answer.ts';
import type { CitedSentence } from '../../domain/explanation.ts';
import type { Evidence } from '../../domain/finding.ts';
import { checkSentence, citesOf, knownNames, splitSentences, statedIn } from './citations.ts';

/** Checks prose while it streams in: a sentence is judged once it is whole. */
export interface ProseChecker {
  add(piece: string): void;
  /** Judges what is left; what was said before a turn's end is not part of the next. */
  flush(): void;
  readonly held: readonly CitedSentence[];
  readonly dropped: number;
}

const MOST_SENTENCES = 20;
/** A citation at the end of a line stands for so many sentences before it that have none of their own. */
const MOST_SHARING = 3;

/** `evidence` is all there is by now, of the answer and of what was seen since. */
export function createProseChecker(
  { evidence, answer }: { evidence: () => readonly Evidence[]; answer: Pick<Answer, 'hypotheses'> },
  onSentence: (sentence: CitedSentence) => void,
): ProseChecker {
  const stated = statedIn(answer);
  const held: CitedSentence[] = [];
  let rest = '';
  let dropped = 0;
  /** Whole sentences of this line that cite nothing yet. */
  let uncited: string[] = [];

  function judge(sentence: string): void {
    const list = evidence();
    const grounds = { evidence: new Map(list.map((one) => [one.id, one])), known: knownNames(list), stated };
    const checked = checkSentence(sentence, grounds);
    if (!checked.held || held.length >= MOST_SENTENCES) {
      dropped += 1;
      return;
    }
    const kept = { text: checked.text, cites: checked.cites };
    if (held.some(({ text }) => text === kept.text)) return;
    held.push(kept);
    onSentence(kept);
  }

  /** A sentence without a citation waits for the next one of its line, and is held to that one's evidence. */
  function take(sentence: string): void {
    const cites = citesOf(sentence);
    if (cites.length === 0) {
      uncited.push(sentence);
      return;
    }
    const far = uncited.length - MOST_SHARING;
    for (const [index, before] of uncited.entries()) judge(index < far ? before : `${before} [${cites.join(', ')}]`);
    uncited = [];
    judge(sentence);
  }

  function endLine(): void {
    for (const sentence of splitSentences(rest)) take(sentence);
    for (const sentence of uncited) judge(sentence);
    uncited = [];
    rest = '';
  }

  return {
    held,
    get dropped() {
      return dropped;
    },
    add(piece) {
      const [first = '', ...lines] = piece.split(/\r?\n/);
      rest += first;
      for (const line of lines) {
        endLine();
        rest = line;
      }
      const sentences = splitSentences(rest);
      // The last one may go on, or its citation may follow.
      const last = sentences.pop();
      if (last === undefined || sentences.length === 0) return;
      const at = rest.lastIndexOf(last.slice(0, 20));
      if (at <= 0) return;
      rest = rest.slice(at);
      for (const sentence of sentences) take(sentence);
    },
    flush: endLine,
  };
}
