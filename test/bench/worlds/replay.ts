import type { EvidenceSet } from '../../../bot/domain/signals.ts';
import type { Diagnosis, diagnose } from '../../../bot/engine/index.ts';
import { ACTED_UPON, SURE } from '../accuracy/measures.ts';
import type { EngineTables } from './engine-tables.ts';
import { type Move, moveNumber } from './mutants.ts';

/** One world's evidence, to be diagnosed again and again with numbers of the engine moved. */
export interface Replay {
  /** The numbers that were looked at for it. */
  readonly read: ReadonlySet<string>;
  /** Whether the answer is another once these numbers are moved. An engine that fails then gives no other answer. */
  changes(group: readonly string[], move: Move): boolean;
}

export function replayOf(evidence: EvidenceSet, tables: EngineTables, engine: typeof diagnose): Replay {
  const askNow = () => engine(unread(evidence));
  const read = new Set<string>();
  const answer = answerOf(tables.recording(read, askNow));
  const numbers = tables.numbers();
  return {
    read,
    changes(group, move) {
      const values = new Map(group.map((path) => [path, moveNumber(numbers.get(path)!, move)]));
      try {
        return answerOf(tables.moved(values, askNow)) !== answer;
      } catch {
        return false;
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

/** The same evidence as the engine sees it for the first time: what it remembers hangs on these objects. */
function unread(evidence: EvidenceSet): EvidenceSet {
  return { ...evidence, objects: { ...evidence.objects }, events: { ...evidence.events } };
}
