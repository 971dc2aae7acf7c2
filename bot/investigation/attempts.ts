import { SreError } from '../domain/errors.ts';
import type { InvestigationStore } from '../ports/investigation-store.ts';
import type { examine } from './investigate.ts';

/** Examinations that ended with their process, before it is said that there is no use in another. */
const MOST = 5;

/**
 * An examination that is given up when it was begun too often. Only what really began to look counts: an investigation
 * that waits in line, for Slack or for the database, is not to blame for the end of its process.
 * Throws SreError `internal`, in words for the person, where it is given up.
 */
export function withAttempts(
  plain: typeof examine,
  store: Pick<InvestigationStore, 'examines'>,
  most = MOST,
): typeof examine {
  return async (deps, request, on, signal) => {
    const times = await store.examines(request.id);
    if (times > most) {
      throw new SreError('internal', `an examination was begun ${times - 1} times`, {
        wording: `Looking into it broke off ${most} times, so it was given up.`,
      });
    }
    return plain(deps, request, on, signal);
  };
}
