import { applyRulings } from '../../domain/ruling.ts';
import { componentOf } from '../../domain/target.ts';
import { timelineOf } from '../../investigation/timeline.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import { planOf } from '../commands/plan.ts';
import { said } from '../views/notices.ts';
import { historyMessage, statusMessage } from '../views/records.ts';
import { summaryMessage, timelineMessage } from '../views/standing.ts';
import { linkTo, listed, meantInvestigation, type Run, type RunContext, type Runs } from './run.ts';

const LISTED = 5;
const HISTORY = 10;
const NAME_PATIENCE_MS = 1_500;

const status: Run = async ({ deps, client, asker, answer }) => {
  const { teamId, channel } = asker;
  const [running, newest] = await Promise.all([
    deps.history.recent(teamId, { channel, status: 'running', limit: LISTED }),
    deps.history.recent(teamId, { channel, limit: LISTED * 2 }),
  ]);
  const ended = newest.filter((record) => record.status !== 'running').slice(0, LISTED);
  await answer(statusMessage(await listed(client, running), await listed(client, ended)));
};

const history: Run = async ({ deps, client, asker, actor, words, thread, answer }) => {
  const { teamId, channel } = asker;
  const [written] = words;
  const known = written === undefined ? undefined : await deps.directory.known(actor, NAME_PATIENCE_MS);
  const asked = { kind: 'investigate', question: '', about: written ?? '', explicit: true, sinceSeconds: 0 } as const;
  const plan = known && planOf(asked, known);
  const target = plan?.kind === 'go' ? plan.target : written === undefined ? thread?.request.target : undefined;
  const component = target ? componentOf(target) : written && `service/${written}`;
  const found = await deps.history.recent(teamId, { channel, ...(component && { component }), limit: HISTORY });
  await answer(historyMessage(target?.name ?? written ?? 'everything', await listed(client, found)));
};

/** The whole of one thread, newest first, with its rulings. */
async function wholeThread(context: RunContext, record: InvestigationRecord) {
  const thread = { ...record.request.thread, threadTs: record.threadTs };
  const [records, rulings] = await Promise.all([context.deps.store.inThread(thread), context.deps.rulings.of(thread)]);
  return { thread, records: records.length > 0 ? records : [record], rulings };
}

const NONE = 'There is no investigation in this channel yet. Start one: /sre checkout is slow';

const timeline: Run = async (context) => {
  const record = await meantInvestigation(context);
  if (record === undefined) return context.whisper(said(NONE));
  const { records, rulings } = await wholeThread(context, record);
  await context.answer(timelineMessage(timelineOf(records, rulings)));
};

const summary: Run = async (context) => {
  const record = await meantInvestigation(context);
  if (record === undefined) return context.whisper(said(NONE));
  const { rulings } = await wholeThread(context, record);
  const ruled = record.answer && applyRulings(record.answer, rulings);
  const link = context.thread === undefined ? await linkTo(context.client, record) : undefined;
  await context.answer(summaryMessage(record, ruled, link));
};

export const recordRuns: Runs = { status, history, timeline, summary };
