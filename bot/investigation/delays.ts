import { toSreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { InvestigationStore } from '../ports/investigation-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { Notifier } from '../ports/notifier.ts';

/** What runs for longer has been held up: most end within ten seconds. */
const LONG_SECONDS = 30;
const AT_ONCE = 200;

export interface DelaysDeps {
  readonly store: Pick<InvestigationStore, 'running' | 'find'>;
  readonly notifier: Pick<Notifier, 'delayed'>;
  readonly journal: (request: InvestigationRequest) => Journal;
}

/**
 * Makes the look for investigations that take long: each is told of once in its thread, whichever process runs it, so that
 * one whose processes die, or whose sources hang, is not silent. Where there is no thread yet, nobody can be told.
 */
export function createDelays(deps: DelaysDeps): () => Promise<void> {
  const said = new Set<string>();

  async function tell(id: string): Promise<void> {
    const record = await deps.store.find(id);
    if (record?.threadTs === undefined || record.status !== 'running') return;
    const journal = deps.journal(record.request);
    try {
      await deps.notifier.delayed(record.request, record.threadTs);
      said.add(id);
      journal.note('told that it takes long');
    } catch (thrown) {
      const error = toSreError(thrown, 'could not tell that it takes long');
      if (!error.retryable) said.add(id);
      journal.trouble('not told that it takes long', error);
    }
  }

  return async () => {
    const running = await deps.store.running(LONG_SECONDS, AT_ONCE);
    for (const id of said) if (!running.includes(id)) said.delete(id);
    await Promise.all(running.filter((id) => !said.has(id)).map(tell));
  };
}
