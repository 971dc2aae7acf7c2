import { SreError, toSreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { Identity } from '../ports/identity.ts';
import type { People } from '../ports/people.ts';

/** With the half minute for which people are kept, a right that is taken away ends within a minute. */
const LOOK_MS = 20_000;

/** The work was ended because who asked for it may not ask any more; the message is for that person. */
export interface Refused {
  readonly refused: string;
}

/** True for the outcome of work that was ended by `whileAllowed`. */
export function isRefused(outcome: object): outcome is Refused {
  return 'refused' in outcome;
}

/**
 * Runs work for a person as long as they may ask for it: their account, their user and their groups are read again every
 * 20 s (or `lookMs`), and the work's signal is aborted once they are refused. Slack or the user pool being away ends
 * nothing: the next look is soon. Throws what the work throws.
 */
export async function whileAllowed<T extends object>(
  deps: { readonly people: People; readonly identity: Pick<Identity, 'resolve'>; readonly lookMs?: number },
  { askedBy }: Pick<InvestigationRequest, 'askedBy'>,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | Refused> {
  const taken = new AbortController();
  let refusal: SreError | undefined;
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      await deps.identity.resolve(
        await deps.people.find(askedBy.teamId, askedBy.slackUserId, { signal: taken.signal }),
      );
    } catch (thrown) {
      const error = toSreError(thrown, 'could not look who asks');
      if (error.kind !== 'forbidden') return;
      refusal = error;
      taken.abort(new SreError('cancelled', 'who asked may not ask any more'));
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(look, deps.lookMs ?? LOOK_MS);
  try {
    const done = await work(AbortSignal.any([signal, taken.signal]));
    return refusal === undefined ? done : { refused: refusal.message };
  } catch (thrown) {
    if (refusal === undefined) throw thrown;
    return { refused: refusal.message };
  } finally {
    clearInterval(timer);
  }
}
