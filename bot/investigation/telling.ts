import { toSreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { Journal } from '../ports/journal.ts';
import type { Notifier, SourceProgress } from '../ports/notifier.ts';
import type { ExamineListener } from './investigate.ts';

/**
 * Passes what an examination tells to the thread, one message after the other, without making the examination wait.
 * Of several progress notes that queue up only the newest is sent. A message that fails is noted and left out: the
 * answer repeats all of it.
 */
export function createTeller(
  notifier: Pick<Notifier, 'progress' | 'findings'>,
  request: InvestigationRequest,
  threadTs: string,
  journal: Journal,
): ExamineListener & { finished(): Promise<void> } {
  let newest: readonly SourceProgress[] | undefined;
  let queue: Promise<void> = Promise.resolve();

  const enqueue = (what: string, send: () => Promise<void>) => {
    queue = queue
      .then(send)
      .catch((thrown) => journal.trouble(`${what} not posted`, toSreError(thrown, `could not post ${what}`)));
  };

  return {
    progress(sources) {
      const alreadyQueued = newest !== undefined;
      newest = sources;
      if (alreadyQueued) return;
      enqueue('progress', async () => {
        const rows = newest ?? sources;
        newest = undefined;
        await notifier.progress(request, threadTs, rows);
      });
    },
    findings(key, findings) {
      enqueue('findings', () => notifier.findings(request, threadTs, key, findings));
    },
    finished: () => queue,
  };
}
