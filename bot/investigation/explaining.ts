import type { Actor } from '../domain/actor.ts';
import type { Answer } from '../domain/answer.ts';
import { SreError, toSreError } from '../domain/errors.ts';
import { type CitedSentence, noExplanation } from '../domain/explanation.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { Journal } from '../ports/journal.ts';
import type { Prose } from '../ports/prose.ts';
import type { Reasoner } from '../ports/reasoner.ts';
import type { ToolGatewayFactory } from '../ports/tool-gateway.ts';

/** A model, and where its words are shown. */
export interface Explaining {
  readonly reasoner: Reasoner;
  readonly prose: Prose;
}

/**
 * Has the answer explained under it, when there is a model. Nothing here costs the answer, which stands already: a
 * failure is noted. Throws SreError `cancelled` only.
 */
export async function explainInThread(
  deps: {
    readonly explaining?: Explaining;
    readonly gateways: ToolGatewayFactory;
    readonly journal: (request: InvestigationRequest) => Journal;
  },
  request: InvestigationRequest,
  threadTs: string,
  actor: Actor,
  answer: Answer,
  signal: AbortSignal,
): Promise<'explained' | 'silent'> {
  const { explaining, gateways } = deps;
  // Without evidence there is nothing to cite.
  if (explaining === undefined || answer.evidence.length === 0) return 'silent';
  const journal = deps.journal(request);
  const gateway = gateways.connect(actor);
  const sentences: CitedSentence[] = [];
  try {
    const task = { investigation: request.id, question: request.question, answer };
    const explanation = await explaining.reasoner.explain(task, {
      gateway,
      signal,
      onSentence: (sentence) => {
        sentences.push(sentence);
        explaining.prose.soFar(request, threadTs, [...sentences]);
      },
    });
    const { end, dropped, refusedCalls, usage } = explanation;
    journal.note('reasoned', { end, sentences: explanation.sentences.length, dropped, refusedCalls, ...usage });
    await explaining.prose.show(request, threadTs, explanation);
    return 'explained';
  } catch (thrown) {
    const error = toSreError(thrown, 'could not explain');
    if (signal.aborted || error.kind === 'cancelled') {
      // What stands in the thread already is not to go on promising more.
      const stopped = { ...noExplanation('stopped'), sentences };
      if (sentences.length > 0) await explaining.prose.show(request, threadTs, stopped).catch(() => undefined);
      throw new SreError('cancelled', 'explaining was stopped');
    }
    journal.trouble('explanation not shown', error);
    return 'silent';
  } finally {
    await gateway.close();
  }
}
