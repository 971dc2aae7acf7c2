import type { CitedSentence } from '../../domain/explanation.ts';
import type { Evidence } from '../../domain/finding.ts';
import { checkSentence, knownNames, splitSentences } from './citations.ts';

/** Checks prose while it streams in: a sentence is judged once it is whole. */
export interface ProseChecker {
  add(piece: string): void;
  /** Judges what is left; what was said before a turn's end is not part of the next. */
  flush(): void;
  readonly held: readonly CitedSentence[];
  readonly dropped: number;
}

const MOST_SENTENCES = 20;

export function createProseChecker(
  evidence: () => readonly Evidence[],
  onSentence: (sentence: CitedSentence) => void,
): ProseChecker {
  const held: CitedSentence[] = [];
  let rest = '';
  let dropped = 0;

  function judge(sentences: readonly string[]): void {
    if (sentences.length === 0) return;
    const list = evidence();
    const byId = new Map(list.map((one) => [one.id, one]));
    const known = knownNames(list);
    for (const sentence of sentences) {
      const checked = checkSentence(sentence, byId, known);
      if (!checked.held || held.length >= MOST_SENTENCES) {
        dropped += 1;
        continue;
      }
      const kept = { text: checked.text, cites: checked.cites };
      if (held.some(({ text }) => text === kept.text)) continue;
      held.push(kept);
      onSentence(kept);
    }
  }

  return {
    held,
    get dropped() {
      return dropped;
    },
    add(piece) {
      rest += piece;
      const sentences = splitSentences(rest);
      // The last one may go on, or its citation may follow.
      const last = sentences.pop();
      if (last === undefined || sentences.length === 0) return;
      const at = rest.lastIndexOf(last.slice(0, 20));
      if (at <= 0) return;
      rest = rest.slice(at);
      judge(sentences);
    },
    flush() {
      judge(splitSentences(rest));
      rest = '';
    },
  };
}
