import type { Actor } from '../domain/actor.ts';
import type { Answer } from '../domain/answer.ts';
import { SreError, toSreError } from '../domain/errors.ts';
import type { InvestigationRequest, InvestigationStatus } from '../domain/investigation.ts';
import { componentOf } from '../domain/target.ts';
import type { Clock } from '../ports/clock.ts';
import type { DurableJobs } from '../ports/durable-jobs.ts';
import type { DurableSteps } from '../ports/durable-steps.ts';
import type { Identity } from '../ports/identity.ts';
import type { InvestigationStore } from '../ports/investigation-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { Memory } from '../ports/memory.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { People } from '../ports/people.ts';
import type { ReportShelf } from '../ports/report-shelf.ts';
import type { Rulings } from '../ports/rulings.ts';
import type { ToolGatewayFactory } from '../ports/tool-gateway.ts';
import { answerAsText } from './answer-text.ts';
import { tellEnd, withRulings } from './end.ts';
import type { examine } from './investigate.ts';
import { planLookAgain } from './look-again.ts';
import { recall, remember } from './remembering.ts';
import { isRefused, whileAllowed } from './standing.ts';
import { createTeller } from './telling.ts';

export interface WorkflowDeps {
  readonly examine: typeof examine;
  readonly notifier: Notifier;
  readonly people: People;
  readonly identity: Identity;
  readonly gateways: ToolGatewayFactory;
  readonly memory: Memory;
  readonly store: InvestigationStore;
  /** What people ruled out in the thread; nothing when absent. */
  readonly rulings?: Pick<Rulings, 'of'>;
  /** Absent: answers are kept in the database only. */
  readonly reports?: Pick<ReportShelf, 'keep'>;
  readonly clock: Clock;
  /** Absent: what was away is not looked at again. */
  readonly jobs?: Pick<DurableJobs, 'later'>;
  readonly journal: (request: InvestigationRequest) => Journal;
  /** How often it is looked whether who asks still may, in milliseconds; see `whileAllowed`. */
  readonly lookMs?: number;
}

/** How long Slack may be away before a thread is opened, in seconds. */
const OPEN_PATIENCE_SECONDS = 600;
/** How long Slack and the user pool may be away before who asks is known. */
const IDENTIFY_PATIENCE_SECONDS = 60;
/** How long the database may be away; nothing is lost by waiting for it. */
const DATABASE_PATIENCE_SECONDS = 86_400;

/**
 * One investigation from the first message to what is remembered of it, as steps that survive the process. Whatever
 * goes wrong is said in the thread; what cannot be said there or to the asker is kept, to be told later. Throws SreError
 * `cancelled` when it was stopped.
 */
export async function runInvestigation(
  steps: DurableSteps,
  deps: WorkflowDeps,
  request: InvestigationRequest,
): Promise<InvestigationStatus> {
  let threadTs: string | undefined;
  try {
    threadTs = await steps.run('open', () => openThread(deps, request), {
      patienceSeconds: OPEN_PATIENCE_SECONDS,
    });
    const person = await steps.run('identify', (signal) => identify(deps, request, signal), {
      patienceSeconds: IDENTIFY_PATIENCE_SECONDS,
    });
    if (typeof person === 'string') return await fail(steps, deps, request, threadTs, person);
    return await answerInThread(steps, deps, request, threadTs, person);
  } catch (thrown) {
    const error = toSreError(thrown, 'the investigation broke off');
    if (error.kind === 'cancelled') throw error;
    deps.journal(request).trouble('investigation failed', error);
    // The error's own message may quote an upstream; it stays in the log.
    return fail(steps, deps, request, threadTs, `The investigation could not be finished. ${error.wording}`);
  }
}

/** Says in the thread that an investigation ended without an answer: it was stopped, or given up after many tries. */
export async function announceEnd(
  steps: DurableSteps,
  deps: Pick<WorkflowDeps, 'notifier' | 'store' | 'journal'>,
  request: InvestigationRequest,
  end: { readonly status: 'failed' | 'stopped'; readonly wording: string },
): Promise<void> {
  const known = await steps.run('find', () => findOrBegin(deps.store, request), {
    patienceSeconds: DATABASE_PATIENCE_SECONDS,
  });
  // It came to an end of its own meanwhile, which was told.
  if (known.status !== 'running') return;
  await sayEnd(steps, deps, request, { ...end, name: 'announce', threadTs: known.threadTs ?? undefined });
}

/** Also of an investigation that broke off before anything was noted of it. */
async function findOrBegin(store: WorkflowDeps['store'], request: InvestigationRequest) {
  await store.begin(request);
  const record = await store.find(request.id);
  return { status: record?.status ?? 'running', threadTs: record?.threadTs ?? null };
}

async function answerInThread(
  steps: DurableSteps,
  deps: WorkflowDeps,
  request: InvestigationRequest,
  threadTs: string,
  actor: Actor,
): Promise<InvestigationStatus> {
  const journal = deps.journal(request);
  const asked = request.target === undefined ? [] : [componentOf(request.target)];
  const before = await steps.run('recall', (signal) =>
    recall(deps.memory, actor, asked, request.question, signal, journal),
  );
  // Sources that fail are unknown in the answer: what is waited for here is the database.
  const found = await steps.run(
    'examine',
    (signal) =>
      whileAllowed(deps, request, signal, (allowed) => examineInThread(deps, request, threadTs, actor, allowed)),
    { patienceSeconds: DATABASE_PATIENCE_SECONDS },
  );
  if (isRefused(found)) return fail(steps, deps, request, threadTs, found.refused);
  const suspects = found.hypotheses.slice(0, 1).map((hypothesis) => hypothesis.component);
  const learnt = await steps.run('recall-suspects', (signal) =>
    recall(
      deps.memory,
      undefined,
      suspects.filter((suspect) => !asked.includes(suspect)),
      request.question,
      signal,
      journal,
    ),
  );
  const unknown = [...new Set([...found.unknown, ...before.unknown, ...learnt.unknown])];
  const answer: Answer = { ...found, unknown };
  const told = await tellEnd(steps, 'answer', journal, async () => {
    const shown = await withRulings(deps, request, threadTs, answer, journal);
    await deps.notifier.answer(request, threadTs, shown, [...before.records, ...learnt.records]);
  });
  await steps.run('keep', () => deps.store.answered(request.id, answer, told), {
    patienceSeconds: DATABASE_PATIENCE_SECONDS,
  });
  await steps.run('remember', async () => {
    await remember(deps.memory, actor, { ...request, threadTs, answer }, deps.clock, journal);
    await shelve(deps, request, answer, journal);
  });
  if (answer.away !== undefined && deps.jobs !== undefined) {
    const { jobs } = deps;
    await steps.run('plan-look-again', () => planLookAgain(jobs, request.id, answer), {
      patienceSeconds: DATABASE_PATIENCE_SECONDS,
    });
  }
  return 'answered';
}

/** Keeps the answer as a report that outlives the thread. Noted, not fatal, on failure. */
async function shelve(
  deps: Pick<WorkflowDeps, 'reports'>,
  request: InvestigationRequest,
  answer: Answer,
  journal: Journal,
): Promise<void> {
  const markdown = `# ${request.question || 'What is wrong?'}\n\n${request.askedAt}\n\n\`\`\`\n${answerAsText(answer)}\n\`\`\`\n`;
  try {
    const { id: investigation, askedAt: at } = request;
    await deps.reports?.keep({ kind: 'report', investigation, teamId: request.askedBy.teamId, at, markdown });
  } catch (thrown) {
    journal.trouble('report not kept', toSreError(thrown, 'could not keep the report'));
  }
}

async function openThread(deps: WorkflowDeps, request: InvestigationRequest): Promise<string> {
  await deps.store.begin(request);
  const { threadTs } = await deps.notifier.open(request);
  await deps.store.opened(request.id, threadTs);
  return threadTs;
}

/** Who asks, or why that person is refused, in words for them. */
async function identify(
  deps: WorkflowDeps,
  request: InvestigationRequest,
  signal: AbortSignal,
): Promise<Actor | string> {
  const { teamId, slackUserId } = request.askedBy;
  const person = await deps.people.find(teamId, slackUserId, { signal });
  try {
    return await deps.identity.resolve(person);
  } catch (thrown) {
    if (thrown instanceof SreError && thrown.kind === 'forbidden') return thrown.message;
    throw thrown;
  }
}

async function examineInThread(
  deps: WorkflowDeps,
  request: InvestigationRequest,
  threadTs: string,
  actor: Actor,
  signal: AbortSignal,
): Promise<Answer> {
  const gateway = deps.gateways.connect(actor);
  const teller = createTeller(deps.notifier, request, threadTs, deps.journal(request));
  try {
    return await deps.examine({ gateway, clock: deps.clock, actor }, request, teller, signal);
  } finally {
    await teller.finished();
    await gateway.close();
  }
}

async function fail(
  steps: DurableSteps,
  deps: WorkflowDeps,
  request: InvestigationRequest,
  threadTs: string | undefined,
  wording: string,
): Promise<InvestigationStatus> {
  await sayEnd(steps, deps, request, { name: 'fail', status: 'failed', threadTs, wording });
  return 'failed';
}

async function sayEnd(
  steps: DurableSteps,
  deps: Pick<WorkflowDeps, 'notifier' | 'store' | 'journal'>,
  request: InvestigationRequest,
  end: { name: string; status: 'failed' | 'stopped'; threadTs: string | undefined; wording: string },
): Promise<void> {
  const told = await tellEnd(steps, end.name, deps.journal(request), () =>
    deps.notifier.fail(request, end.threadTs, end.wording, end.status),
  );
  await steps.run(`keep-${end.name}`, () => deps.store.ended(request.id, end.status, end.wording, told), {
    patienceSeconds: DATABASE_PATIENCE_SECONDS,
  });
}
