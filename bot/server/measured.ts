import type { Answer } from '../domain/answer.ts';
import { toSreError } from '../domain/errors.ts';
import type { InvestigationStatus } from '../domain/investigation.ts';
import type { InvestigationStore } from '../ports/investigation-store.ts';
import type { Metrics } from './metrics.ts';

/** Counts and times one run of an investigation; a run that was stopped or moved elsewhere counts where it ends. */
export async function measured(
  metrics: Metrics,
  store: Pick<InvestigationStore, 'answered'>,
  run: (store: Pick<InvestigationStore, 'answered'>) => Promise<InvestigationStatus>,
): Promise<InvestigationStatus> {
  const began = performance.now();
  let verdict: Answer['verdict'] | undefined;
  const noting: Pick<InvestigationStore, 'answered'> = {
    async answered(id, answer, told) {
      await store.answered(id, answer, told);
      verdict = answer.verdict;
    },
  };
  try {
    const status = await run(noting);
    metrics.ended(status, performance.now() - began, verdict);
    return status;
  } catch (error) {
    metrics.error(toSreError(error, 'run').kind, 'workflow');
    throw error;
  }
}
