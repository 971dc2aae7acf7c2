import type { EvidenceSet } from '../../../bot/domain/signals.ts';
import type { Diagnosis, diagnose } from '../../../bot/engine/index.ts';
import { ACTED_UPON, SURE } from '../accuracy/measures.ts';
import type { EngineTables } from './engine-tables.ts';
import { type Move, moveNumber } from './mutants.ts';

/** What moving a number changes: the answer itself, or only how sure it is or by what it is shown. */
export type Change = 'answer' | 'shown';

/** One world's evidence, to be diagnosed again and again with numbers of the engine moved. */
export interface Replay {
  /** The numbers that were looked at for it. */
  readonly read: ReadonlySet<string>;
  /** What is another once these numbers are moved, if anything is. An engine that fails then gives no other answer. */
  changes(group: readonly string[], move: Move): Change | undefined;
}

export function replayOf(evidence: EvidenceSet, tables: EngineTables, engine: typeof diagnose): Replay {
  const askNow = () => engine(unread(evidence));
  const read = new Set<string>();
  const usual = tables.recording(read, askNow);
  const [answer, shown] = [answerOf(usual), shownOf(usual)];
  const numbers = tables.numbers();
  return {
    read,
    changes(group, move) {
      const values = new Map(group.map((path) => [path, moveNumber(numbers.get(path)!, move)]));
      try {
        const other = tables.moved(values, askNow);
        if (answerOf(other) !== answer) return 'answer';
        return shownOf(other) === shown ? undefined : 'shown';
      } catch {
        return undefined;
      }
    },
  };
}

/** Verdict, place and cause of the first hypothesis. */
export function answerOf({ verdict, hypotheses: [first] }: Diagnosis): string {
  return `${verdict} ${first?.component} ${first?.cause}`;
}

/** The answer, and how sure it is: as people and the scorer tell confidences apart. */
export function sureAnswerOf(diagnosis: Diagnosis): string {
  const confidence = diagnosis.hypotheses[0]?.confidence ?? 0;
  const sure = confidence >= SURE ? 'sure' : confidence >= ACTED_UPON ? 'likely' : 'a guess';
  return `${answerOf(diagnosis)} ${sure}`;
}

/** Pieces of evidence by which an answer is shown first. */
const SHOWN_FIRST = 5;

/** All that is held: the answer, how sure it is, and which evidence of its first cause is shown, in whatever order. */
export function shownOf(diagnosis: Diagnosis): string {
  const { evidence, hypotheses } = diagnosis;
  const texts = new Map(evidence.map(({ id, text }) => [id, withoutFigures(text)]));
  const first = (hypotheses[0]?.evidence ?? []).slice(0, SHOWN_FIRST).map((id) => texts.get(id));
  return [sureAnswerOf(diagnosis), ...first.sort()].join('\n');
}

const FIGURE = /\d[\d.,:]*(?:e[+-]?\d+)?(?: ?(?:[nµm]?s|min|h|d|days?|[KMGT]?i?B|%)(?![\w]))?/g;

/** A text but for its figures, their units and what is plural by them: another figure is no other evidence. */
export function withoutFigures(text: string): string {
  return text.replace(FIGURE, '#').replace(/# (\w+?)s\b/g, '# $1');
}

/** The same evidence as the engine sees it for the first time: what it remembers hangs on these objects. */
function unread(evidence: EvidenceSet): EvidenceSet {
  return { ...evidence, objects: { ...evidence.objects }, events: { ...evidence.events } };
}
