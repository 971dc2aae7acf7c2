import type { App, BlockAction } from '@slack/bolt';
import { hasRole } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import { harmless, INCIDENT_ROLES, INCIDENT_SEVERITIES, type IncidentRole } from '../../domain/incident.ts';
import { seenBefore } from '../../domain/seen-before.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import type { Moment } from '../../investigation/timeline.ts';
import { timelineOf } from '../../investigation/timeline.ts';
import { callSlack } from '../call.ts';
import type { SlackDeps } from '../deps.ts';
import type { Duty } from '../duty.ts';
import { meantInvestigation, type Run, type Runs } from '../runs/run.ts';
import { ACTIONS, VIEWS } from '../views/action-ids.ts';
import { declareView } from '../views/declared-incident.ts';
import { timelineMessage } from '../views/incident.ts';
import { noteMessage } from '../views/note.ts';
import { said } from '../views/notices.ts';
import { whisper } from '../whisper.ts';
import { asActor, type Reply } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

const SIMILAR_SHOWN = 2;

interface Place {
  readonly channel: string;
  readonly threadTs?: string;
  readonly component?: string;
}

/** Declaring an incident (button, command, form), its roles and its end. */
export function register(app: App, deps: SlackDeps): void {
  const { duty } = deps;
  if (duty === undefined) return;

  app.action<BlockAction>(ACTIONS.declareIncident, async ({ ack, action, body, client }) => {
    await ack();
    const { channel, threadTs } = presserOf(body);
    // The form first: its trigger does not live long enough for more than one look into the database.
    const record = await deps.store.find(pressedValue(action)).catch(() => undefined);
    const best = record?.answer?.hypotheses[0];
    const target = record?.request.target;
    const component = best?.component ?? (target && componentOf(target));
    const metadata: Place = { channel, ...(threadTs && { threadTs }), ...(component && { component }) };
    const title = best?.summary ?? record?.request.question ?? '';
    await callSlack(
      () => client.views.open({ trigger_id: body.trigger_id, view: declareView(JSON.stringify(metadata), title) }),
      { repeatable: false },
    );
  });

  app.view(VIEWS.declareIncident, async ({ ack, body, view, client }) => {
    await ack();
    const place = JSON.parse(view.private_metadata) as Place;
    const asker = { teamId: body.team?.id ?? body.user.team_id ?? '', userId: body.user.id };
    const reply: Reply = (message) => whisper(client, { user: asker.userId, ...place }, message);
    const { values } = view.state;
    const chosen = values.severity?.choice?.selected_option?.value;
    await asActor(deps, asker, reply, async (actor) => {
      if (!hasRole(actor, 'responder')) throw new SreError('forbidden', 'Only a responder can declare an incident.');
      const { incident, problem } = await duty.incidentDesk.declare(actor, {
        channel: place.channel,
        ...(place.threadTs && { threadTs: place.threadTs }),
        title: (values.title?.text?.value ?? '').trim().slice(0, 150) || 'Incident',
        severity: INCIDENT_SEVERITIES.find((severity) => severity === chosen) ?? 'sev2',
        ownChannel: (values.channel?.choice?.selected_options ?? []).length > 0,
        ...(place.component && { component: place.component }),
        deliveryId: view.id,
      });
      if (problem) await reply(said(problem));
      await tellSimilar(deps, duty, client, incident);
    });
  });

  for (const role of INCIDENT_ROLES) {
    app.action<BlockAction>(`${ACTIONS.takeRole}_${role}`, async ({ ack, action, body, respond }) => {
      await ack();
      const presser = presserOf(body);
      const reply = replyBy(respond, body);
      await asActor(deps, presser, reply, async (actor) => {
        const [id = ''] = pressedValue(action).split(':');
        const changed = await duty.incidentDesk.takeRole(id, role as IncidentRole, actor);
        if (changed === undefined) await reply(said(`Somebody is ${role} already.`));
      });
    });
  }

  app.action<BlockAction>(ACTIONS.resolveIncident, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      if (!hasRole(actor, 'responder')) throw new SreError('forbidden', 'Only a responder can end an incident.');
      const changed = await duty.incidentDesk.resolve(pressedValue(action), actor);
      const text = changed ? 'It is over. /sre postmortem drafts what happened.' : 'It is over already.';
      await reply(said(text));
    });
  });
}

/** Earlier troubles of the same component, in the incident's thread. */
async function tellSimilar(
  deps: SlackDeps,
  duty: Duty,
  client: Parameters<typeof whisper>[0],
  incident: {
    readonly id: string;
    readonly channel: string;
    readonly threadTs: string;
    readonly title: string;
    readonly component?: string;
  },
): Promise<void> {
  if (incident.component === undefined) return;
  if (!(await deps.deliveries.first(`similar:${incident.id}`))) return;
  const signal = AbortSignal.timeout(5_000);
  const records = await duty.memory
    .knowledge(incident.component as Component, incident.title, { signal })
    .catch((error: unknown) => {
      deps.log.warn({ err: error }, 'similar incidents not looked up');
      return [];
    });
  if (records.length === 0) return;
  const lines = records.slice(0, SIMILAR_SHOWN).map(({ text }) => harmless(text.slice(0, 300)));
  const before = seenBefore(records, deps.clock.now());
  const message = noteMessage(before === undefined ? `Known: ${lines.join(' ')}` : harmless(before.slice(0, 600)));
  await callSlack(
    () =>
      client.chat.postMessage({
        channel: incident.channel,
        thread_ts: incident.threadTs,
        text: message.text,
        blocks: [...message.blocks],
        unfurl_links: false,
        unfurl_media: false,
      }),
    { repeatable: false },
  );
}

/** `/sre incident`, and `/sre timeline` with what was done beside what was seen. */
export function incidentRuns(duty: Duty): Runs {
  const incident: Run = async (context) => {
    const { client, asker, words, triggerId, thread } = context;
    const record = words.length === 0 ? thread : undefined;
    const target = record?.request.target;
    const threadTs = asker.threadTs ?? record?.threadTs;
    const component = record?.answer?.hypotheses[0]?.component ?? (target && componentOf(target));
    const metadata: Place = { channel: asker.channel, ...(threadTs && { threadTs }), ...(component && { component }) };
    if (triggerId === undefined) {
      return context.whisper(said('Type /sre incident in the channel, or press Declare an incident under an answer.'));
    }
    const title = words.join(' ') || record?.request.question || '';
    await callSlack(
      () => client.views.open({ trigger_id: triggerId, view: declareView(JSON.stringify(metadata), title) }),
      { repeatable: false },
    );
  };

  const timeline: Run = async (context) => {
    const record = await meantInvestigation(context);
    const { teamId, channel } = context.asker;
    const threadTs = record?.threadTs ?? context.asker.threadTs;
    if (threadTs === undefined) return context.whisper(said('There is no thread of mine in this channel yet.'));
    const thread = { teamId, channel: record?.request.thread.channel ?? channel, threadTs };
    const [records, rulings, entries] = await Promise.all([
      context.deps.store.inThread(thread),
      context.deps.rulings.of(thread),
      duty.timeline.of(thread),
    ]);
    const done = entries.map(({ at, text, kind }): Moment => ({ at, what: text, from: kind }));
    const all = [...timelineOf(records, rulings), ...done].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    await context.answer(timelineMessage(all));
  };

  return { incident, timeline };
}
