import type { Answer } from '../domain/answer.ts';
import { type ErrorKind, toSreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import { applyRulings } from '../domain/ruling.ts';
import type { DurableSteps } from '../ports/durable-steps.ts';
import type { InvestigationRecord, InvestigationStore } from '../ports/investigation-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Rulings } from '../ports/rulings.ts';

/** How long Slack may be away before an end is kept untold, to be told when it is back; in seconds. */
const TELL_PATIENCE_SECONDS = 120;
/** Slack or its answer was at fault, and not what was to be said. */
const UNTOLD: readonly ErrorKind[] = [
  'unauthenticated',
  'forbidden',
  'not-found',
  'rate-limited',
  'timeout',
  'unavailable',
  'bad-upstream',
];
const AT_ONCE = 20;

/** Tells an end in a step of this name. False where nobody could be told. Throws SreError where telling itself is broken. */
export async function tellEnd(
  steps: DurableSteps,
  name: string,
  journal: Journal,
  tell: () => Promise<void>,
): Promise<boolean> {
  try {
    await steps.run(name, tell, { patienceSeconds: TELL_PATIENCE_SECONDS });
    return true;
  } catch (thrown) {
    const error = toSreError(thrown, `could not tell the end: ${name}`);
    if (!UNTOLD.includes(error.kind)) throw error;
    journal.trouble('end not told yet', error);
    return false;
  }
}

/** The answer without what was ruled out in its thread; what is kept is the whole, so that it can be ruled back in. */
export async function withRulings(
  { rulings }: { readonly rulings?: Pick<Rulings, 'of'> },
  request: InvestigationRequest,
  threadTs: string,
  answer: Answer,
  journal: Journal,
): Promise<Answer> {
  try {
    const ruled = (await rulings?.of({ ...request.thread, threadTs })) ?? [];
    return applyRulings(answer, ruled).answer;
  } catch (thrown) {
    journal.trouble('rulings not read', toSreError(thrown, 'could not read rulings'));
    return { ...answer, unknown: [...answer.unknown, 'what was ruled out in this thread'] };
  }
}

export interface TellingDeps {
  readonly store: Pick<InvestigationStore, 'untold' | 'told'>;
  readonly notifier: Pick<Notifier, 'answer' | 'fail'>;
  readonly rulings?: Pick<Rulings, 'of'>;
  readonly journal: (request: InvestigationRequest) => Journal;
}

/** Tells the ends that could not be told and whose time has come again; those that still cannot wait for the next. */
export async function tellUntold(deps: TellingDeps): Promise<void> {
  for (const record of await deps.store.untold(AT_ONCE)) {
    const journal = deps.journal(record.request);
    try {
      await tellAgain(deps, record, journal);
      await deps.store.told(record.request.id);
      journal.note('end told later');
    } catch (thrown) {
      journal.trouble('end not told yet', toSreError(thrown, 'could not tell an end'));
    }
  }
}

async function tellAgain(deps: TellingDeps, record: InvestigationRecord, journal: Journal): Promise<void> {
  const { request, threadTs, answer, wording = '' } = record;
  if (answer === undefined || threadTs === undefined) {
    return deps.notifier.fail(request, threadTs, wording, record.status === 'stopped' ? 'stopped' : 'failed');
  }
  await deps.notifier.answer(request, threadTs, await withRulings(deps, request, threadTs, answer, journal), []);
}
