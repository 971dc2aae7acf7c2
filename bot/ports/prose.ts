import type { CitedSentence, Explanation } from '../domain/explanation.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';

/** Shows a model's explanation under the answer. Repeating a call after a crash posts nothing twice. */
export interface Prose {
  /** The sentences so far, all of them each time; may be left out when the pace does not allow it. Never throws. */
  soFar(request: InvestigationRequest, threadTs: string, sentences: readonly CitedSentence[]): void;
  /** The whole, or in words why there is none. */
  show(request: InvestigationRequest, threadTs: string, explanation: Explanation): Promise<void>;
}
