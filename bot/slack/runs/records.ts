import { applyRulings } from '../../domain/ruling.ts';
import { componentOf } from '../../domain/target.ts';
import { momentsOf } from '../../investigation/postmortem/story.ts';
import { planOf } from '../commands/plan.ts';
import { meantTrouble, namesIn, storyOfTrouble } from '../trouble.ts';
import { said } from '../views/notices.ts';
import { historyMessage, statusMessage } from '../views/records.ts';
import { incidentSummary, summaryMessage, timelineMessage } from '../views/standing.ts';
import { linksTo, linkToThread, listed, type Run, type Runs } from './run.ts';

const LISTED = 5;
const HISTORY = 10;
const NAME_PATIENCE_MS = 1_500;

const status: Run = async ({ deps, client, asker, answer }) => {
  const { teamId, channel } = asker;
  const [running, newest, open] = await Promise.all([
    deps.history.recent(teamId, { channel, status: 'running', limit: LISTED }),
    deps.history.recent(teamId, { channel, limit: LISTED * 2 }),
    deps.duty?.incidents.list({ teamId, states: ['open'] }) ?? [],
  ]);
  const ended = newest.filter((record) => record.status !== 'running').slice(0, LISTED);
  const here = open.filter((incident) => incident.channel === channel || incident.ownChannel === channel);
  const incidents = { open: here.slice(0, LISTED), links: await linksTo(client, here.slice(0, LISTED)) };
  await answer(statusMessage(await listed(client, running), await listed(client, ended), incidents));
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

const NONE = 'There is no investigation or incident in this channel yet. Start one: /sre checkout is slow';

const timeline: Run = async (context) => {
  const { asker, deps } = context;
  const trouble = await meantTrouble(context);
  if (trouble === undefined) return context.whisper(said(NONE));
  const moments = momentsOf(await storyOfTrouble(deps, trouble));
  const texts = moments.map(({ what }) => what);
  await context.answer(timelineMessage(moments, await namesIn(deps, asker.teamId, texts)));
};

const summary: Run = async (context) => {
  const trouble = await meantTrouble(context);
  if (trouble === undefined) return context.whisper(said(NONE));
  const { records, rulings } = await storyOfTrouble(context.deps, trouble);
  const { thread, incident } = trouble;
  const record = trouble.record ?? records[0];
  const isHere = context.asker.threadTs === thread.threadTs;
  const link = isHere ? undefined : await linkToThread(context.client, thread);
  if (record !== undefined) {
    const ruled = record.answer && applyRulings(record.answer, rulings);
    return context.answer(summaryMessage(record, ruled, link, incident));
  }
  await context.answer(incident === undefined ? said(NONE) : incidentSummary(incident, link));
};

export const recordRuns: Runs = { status, history, timeline, summary };
