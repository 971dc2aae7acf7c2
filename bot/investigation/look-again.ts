import type { Actor } from '../domain/actor.ts';
import type { Answer, SourceName } from '../domain/answer.ts';
import { toSreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { Clock } from '../ports/clock.ts';
import type { DurableJobs } from '../ports/durable-jobs.ts';
import type { Identity } from '../ports/identity.ts';
import type { InvestigationRecord, InvestigationStore } from '../ports/investigation-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { People } from '../ports/people.ts';
import type { Rulings } from '../ports/rulings.ts';
import type { ToolGateway, ToolGatewayFactory } from '../ports/tool-gateway.ts';
import { probeSource } from './collect.ts';
import { withRulings } from './end.ts';
import type { examine } from './investigate.ts';
import { isRefused, whileAllowed } from './standing.ts';

/** The job that looks again at what was away; its payload is `ID ROUND`. */
export const LOOK_AGAIN = 'look-again';

/** Seconds before each round; together ten minutes, after which a source that is still away is somebody else's work. */
const PAUSES = [10, 15, 20, 25, 30, 40, 50, 60, 60, 60, 60, 60, 55, 55];
/** From this round on the sources that are back are enough. */
const PATIENT_ROUNDS = 5;
const PROBE_MS = 8_000;
const EXAMINE_MS = 60_000;

export interface LookAgainDeps {
  readonly examine: typeof examine;
  readonly notifier: Pick<Notifier, 'again'>;
  readonly people: People;
  readonly identity: Identity;
  readonly gateways: ToolGatewayFactory;
  readonly rulings?: Pick<Rulings, 'of'>;
  readonly store: Pick<InvestigationStore, 'find' | 'inThread' | 'revised'>;
  readonly jobs: Pick<DurableJobs, 'later'>;
  readonly clock: Clock;
  readonly journal: (request: InvestigationRequest) => Journal;
  readonly lookMs?: number;
}

/** Puts off a look at the sources that were away when `answer` was found; does nothing where all answered. */
export async function planLookAgain(jobs: Pick<DurableJobs, 'later'>, id: string, answer: Answer): Promise<void> {
  if ((answer.away?.length ?? 0) > 0) await plan(jobs, id, 0);
}

/**
 * One round: looks whether the sources that were away are back and, if so, looks into the matter again and tells the thread
 * what that changes; else puts off the next round, and says at last that they stayed away.
 */
export async function lookAgain(deps: LookAgainDeps, payload: string): Promise<void> {
  const [id = '', number = '0'] = payload.split(' ');
  const round = Number(number);
  const record = await deps.store.find(id);
  if (record?.answer?.away === undefined || record.threadTs === undefined) return;
  if (await isOvertaken(deps, record)) return;
  const actor = await askerOf(deps, record.request);
  if (actor === undefined) return;
  const known = { ...record, threadTs: record.threadTs, answer: record.answer };
  const back = await sourcesBack(deps, actor, record.answer.away);
  const isEnough = back.length === record.answer.away.length || (back.length > 0 && round >= PATIENT_ROUNDS);
  if (isEnough) return look(deps, actor, known, back);
  if (round + 1 < PAUSES.length) return plan(deps.jobs, id, round + 1);
  await deps.notifier.again(known.request, known.threadTs, { kind: 'stayed-away', away: record.answer.away });
}

async function plan(jobs: Pick<DurableJobs, 'later'>, id: string, round: number): Promise<void> {
  await jobs.later(`${LOOK_AGAIN}:${id}:${round}`, LOOK_AGAIN, `${id} ${round}`, PAUSES[round] ?? 60);
}

/** Somebody asked in the thread meanwhile: that answer is newer. */
async function isOvertaken({ store }: LookAgainDeps, { request, threadTs }: InvestigationRecord): Promise<boolean> {
  const [newest] = await store.inThread({ ...request.thread, ...(threadTs !== undefined && { threadTs }) });
  return newest !== undefined && newest.request.id !== request.id;
}

async function sourcesBack(
  deps: LookAgainDeps,
  actor: Actor,
  away: readonly SourceName[],
): Promise<readonly SourceName[]> {
  const gateway = deps.gateways.connect(actor);
  try {
    const asked = away.map((source) => isBack(gateway, source).then((back) => (back ? [source] : [])));
    return (await Promise.all(asked)).flat();
  } finally {
    await gateway.close();
  }
}

async function isBack(gateway: ToolGateway, source: SourceName): Promise<boolean> {
  try {
    await probeSource(gateway, source, AbortSignal.timeout(PROBE_MS));
    return true;
  } catch (thrown) {
    // A refusal is an answer: who is refused now was not refused when the source was away, and the look tells.
    const { kind, retryable } = toSreError(thrown, 'a source was probed');
    return !retryable && kind !== 'cancelled';
  }
}

async function look(
  deps: LookAgainDeps,
  actor: Actor,
  record: InvestigationRecord & { readonly threadTs: string; readonly answer: Answer },
  back: readonly SourceName[],
): Promise<void> {
  const { request, threadTs, answer: before } = record;
  const gateway = deps.gateways.connect(actor);
  try {
    const quiet = { progress: () => undefined, findings: () => undefined };
    const found = await whileAllowed(deps, request, AbortSignal.timeout(EXAMINE_MS), (allowed) =>
      deps.examine({ gateway, clock: deps.clock, actor }, request, quiet, allowed),
    );
    if (isRefused(found)) return;
    const journal = deps.journal(request);
    const answer = await withRulings(deps, request, threadTs, found, journal);
    const kind = isSame(before, found) ? 'unchanged' : 'changed';
    await deps.notifier.again(request, threadTs, { kind, back, answer });
    await deps.store.revised(request.id, found);
    journal.note('looked again', { kind, back: back.join(' ') });
  } finally {
    await gateway.close();
  }
}

/** The same verdict with the same likeliest cause. */
function isSame(before: Answer, after: Answer): boolean {
  const headOf = ({ verdict, hypotheses: [best] }: Answer) => `${verdict} ${best?.component} ${best?.cause}`;
  return headOf(before) === headOf(after);
}

/** Who asked, as they may ask now; undefined where they may not any more. */
async function askerOf(
  { people, identity }: LookAgainDeps,
  { askedBy }: InvestigationRequest,
): Promise<Actor | undefined> {
  try {
    return await identity.resolve(await people.find(askedBy.teamId, askedBy.slackUserId));
  } catch (thrown) {
    if (toSreError(thrown, 'could not look who asked').kind === 'forbidden') return undefined;
    throw thrown;
  }
}
