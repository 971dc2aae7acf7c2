import type { EvidenceSet } from '../../../bot/domain/signals.ts';
import type { diagnose } from '../../../bot/engine/index.ts';
import type { EngineTables } from './engine-tables.ts';
import { type Move, moveNumber } from './mutants.ts';

/** One world's evidence, to be diagnosed again and again with numbers of the engine moved. */
export interface Replay {
  /** Verdict and first cause with all numbers as they are. */
  readonly answer: string;
  /** The numbers that were looked at for it. */
  readonly read: ReadonlySet<string>;
  /** Whether the answer is another one once these numbers are moved. An engine that fails then gives no other answer. */
  changes(group: readonly string[], move: Move): boolean;
}

export function replayOf(evidence: EvidenceSet, tables: EngineTables, engine: typeof diagnose): Replay {
  const answerNow = () => answerOf(engine(unread(evidence)));
  const read = new Set<string>();
  const answer = tables.recording(read, answerNow);
  const usual = tables.numbers();
  return {
    answer,
    read,
    changes(group, move) {
      const values = new Map(group.map((path) => [path, moveNumber(usual.get(path)!, move)]));
      try {
        return tables.moved(values, answerNow) !== answer;
      } catch {
        return false;
      }
    },
  };
}

/** Verdict, place and cause of the first hypothesis. */
export function answerOf({ verdict, hypotheses: [first] }: ReturnType<typeof diagnose>): string {
  return `${verdict} ${first?.component} ${first?.cause}`;
}

/** The same evidence as the engine sees it for the first time: what it remembers hangs on these objects. */
function unread(evidence: EvidenceSet): EvidenceSet {
  return { ...evidence, objects: { ...evidence.objects }, events: { ...evidence.events } };
}
