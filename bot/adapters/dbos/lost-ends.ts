import { DBOS } from '@dbos-inc/dbos-sdk';
import type { InvestigationRequest } from '../../domain/investigation.ts';
import type { Question } from '../../domain/question.ts';

/** Workflows that ended in these states said nothing. */
const SILENT = ['MAX_RECOVERY_ATTEMPTS_EXCEEDED', 'ERROR', 'CANCELLED'];
/** The end of a workflow and the note of it are not one moment. */
const SETTLE_SECONDS = 15;
const AT_ONCE = 100;

export interface LostEndsOptions {
  /** Ids of investigations that are noted as running since `seconds` or longer. */
  readonly running: (seconds: number, limit: number) => Promise<readonly string[]>;
  /** Says that it ended without an answer; may be called again for the same. */
  readonly announce: (id: string, request: InvestigationRequest) => Promise<void>;
  readonly giveUpQuestion: (id: string, question: Question) => Promise<void>;
}

/**
 * Looks for what ended without a word, each once: investigations that are noted as running while their workflow is not,
 * and what the engine gave up.
 */
export function createLostEnds(options: LostEndsOptions): () => Promise<void> {
  const seen = new Set<string>();

  async function announceOnce(found: readonly { workflowID: string; input?: unknown[] }[]): Promise<void> {
    for (const { workflowID, input } of found) {
      const request = input?.[0] as InvestigationRequest | undefined;
      if (seen.has(workflowID)) continue;
      if (request !== undefined) await options.announce(workflowID, request);
      seen.add(workflowID);
    }
  }

  /** Those of `found` for which no workflow was started that tells of them. */
  async function untold<T extends { readonly workflowID: string }>(found: readonly T[], suffixes: readonly string[]) {
    const fresh = found.filter(({ workflowID }) => !seen.has(workflowID));
    if (fresh.length === 0) return [];
    const workflowIDs = fresh.flatMap(({ workflowID }) => suffixes.map((suffix) => `${workflowID}${suffix}`));
    const telling = await DBOS.listWorkflows({ workflowIDs, loadInput: false, loadOutput: false });
    const told = new Set(telling.map(({ workflowID }) => workflowID.replace(/:[a-z-]+$/, '')));
    for (const id of told) seen.add(id);
    return fresh.filter(({ workflowID }) => !told.has(workflowID));
  }

  return async () => {
    const ids = await options.running(SETTLE_SECONDS, AT_ONCE);
    const silent =
      ids.length === 0
        ? []
        : await DBOS.listWorkflows({ workflowIDs: [...ids], status: SILENT as never, loadOutput: false });
    const givenUp = await DBOS.listWorkflows({ status: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', workflowName: 'investigate' });
    await announceOnce(await untold([...silent, ...givenUp], [':stopped', ':given-up', ':lost']));
    const unanswered = await DBOS.listWorkflows({
      status: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
      workflowName: 'answer-question',
    });
    for (const { workflowID, input } of await untold(unanswered, [':given-up'])) {
      const question = input?.[0] as Question | undefined;
      if (question !== undefined) await options.giveUpQuestion(workflowID, question);
      seen.add(workflowID);
    }
  };
}
