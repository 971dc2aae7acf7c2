import type { App, BlockAction } from '@slack/bolt';
import { type Actor, hasRole } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import {
  harmless,
  INCIDENT_ROLES,
  INCIDENT_SEVERITIES,
  type Incident,
  type IncidentRole,
} from '../../domain/incident.ts';
import { applyRulings } from '../../domain/ruling.ts';
import { seenBefore } from '../../domain/seen-before.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { CARRIED, NOT_KNOWN_ANY_MORE, readCarried } from '../carried.ts';
import { planOf } from '../commands/plan.ts';
import type { SlackDeps } from '../deps.ts';
import type { Duty } from '../duty.ts';
import { choiceIn, isTicked, personIn, textIn } from '../filled-in.ts';
import { type Place, titleFor } from '../incident-form.ts';
import { linkTo } from '../runs/run.ts';
import { whisper } from '../transport/whisper.ts';
import { ACTIONS, VIEWS } from '../views/action-ids.ts';
import { changeView, declareView } from '../views/declared-incident.ts';
import { noEvidenceView } from '../views/evidence.ts';
import { noteMessage } from '../views/note.ts';
import { said } from '../views/notices.ts';
import { summaryMessage } from '../views/standing.ts';
import { asActor, type Reply } from './answer-asked.ts';
import { openForm } from './open-form.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

const SIMILAR_SHOWN = 2;
const LONGEST_TITLE = 150;
const NAMES_PATIENCE_MS = 1_500;

/** Declaring an incident (button, command, form), its roles and its end. */
export function register(app: App, deps: SlackDeps): void {
  const { duty } = deps;
  if (duty === undefined) return;

  app.action<BlockAction>(ACTIONS.declareIncident, async ({ ack, action, body, client, respond }) => {
    await ack();
    const { channel, threadTs } = presserOf(body);
    // The form first: its trigger does not live long enough for more than one look into the database.
    const record = await deps.store.find(pressedValue(action)).catch(() => undefined);
    const best = record?.answer?.hypotheses[0];
    const target = record?.request.target;
    const component = best?.component ?? (target && componentOf(target));
    const metadata: Place = { channel, ...(threadTs && { threadTs }), ...(component && { component }) };
    const title = titleFor(record);
    const view = declareView(JSON.stringify(metadata), title);
    await openForm(deps, client, { triggerId: body.trigger_id, view }, replyBy(respond, body));
  });

  app.view(VIEWS.declareIncident, async ({ ack, body, view, client }) => {
    const place: Place | undefined = readCarried(view.private_metadata, CARRIED.place);
    if (place === undefined) return ack({ response_action: 'update', view: noEvidenceView(NOT_KNOWN_ANY_MORE) });
    await ack();
    const asker = { teamId: body.team?.id ?? body.user.team_id ?? '', userId: body.user.id };
    const reply: Reply = (message) => whisper(client, { user: asker.userId, ...place }, message);
    const { values } = view.state;
    const chosen = choiceIn(values, 'severity', 'choice');
    await asActor(deps, asker, reply, async (actor) => {
      if (!hasRole(actor, 'responder')) throw new SreError('forbidden', 'Only a responder can declare an incident.');
      const title = textIn(values, 'title', 'text', LONGEST_TITLE) || 'Incident';
      const component = place.component ?? (await componentIn(deps, actor, title));
      const { incident, problem } = await duty.incidentDesk.declare(actor, {
        channel: place.channel,
        ...(place.threadTs && { threadTs: place.threadTs }),
        title,
        severity: INCIDENT_SEVERITIES.find((severity) => severity === chosen) ?? 'sev2',
        ownChannel: isTicked(values, 'channel', 'choice'),
        ...(component && { component }),
        deliveryId: view.id,
      });
      if (problem) await reply(said(problem));
      await tellWhatIsKnown(deps, client, incident);
      await tellSimilar(deps, duty, incident);
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

  app.action<BlockAction>(ACTIONS.changeIncident, async ({ ack, action, body, client, respond }) => {
    await ack();
    const incident = await duty.incidents.find(pressedValue(action));
    if (incident === undefined || incident.teamId !== presserOf(body).teamId || incident.state !== 'open') {
      return replyBy(respond, body)(said('That incident is over, or not known any more.'));
    }
    const form = { triggerId: body.trigger_id, view: changeView(incident) };
    await openForm(deps, client, form, replyBy(respond, body));
  });

  app.view(VIEWS.changeIncident, async ({ ack, body, view, client }) => {
    await ack();
    const asker = { teamId: body.team?.id ?? body.user.team_id ?? '', userId: body.user.id };
    const channel = (await duty.incidents.find(view.private_metadata))?.channel;
    const reply: Reply = async (message) => {
      if (channel !== undefined) await whisper(client, { user: asker.userId, channel }, message);
    };
    const { values } = view.state;
    const chosen = choiceIn(values, 'severity', 'choice');
    const severity = INCIDENT_SEVERITIES.find((one) => one === chosen);
    const roles = INCIDENT_ROLES.map((role) => [role, personIn(values, role, 'choice')] as const);
    await asActor(deps, asker, reply, async (actor) => {
      if (!hasRole(actor, 'responder')) throw new SreError('forbidden', 'Only a responder can change an incident.');
      const change = {
        title: textIn(values, 'title', 'text', LONGEST_TITLE),
        ...(severity && { severity }),
        roles: Object.fromEntries(roles),
      };
      await duty.incidentDesk.change(view.private_metadata, change, actor);
    });
  });

  app.action<BlockAction>(ACTIONS.resolveIncident, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      if (!hasRole(actor, 'responder')) throw new SreError('forbidden', 'Only a responder can end an incident.');
      const changed = await duty.incidentDesk.resolve(pressedValue(action), actor);
      if (changed === undefined) await reply(said('It is over already.'));
    });
  });
}

/** What the title names of what exists; undefined where that is nothing, or not known soon. */
async function componentIn(deps: SlackDeps, actor: Actor, title: string): Promise<string | undefined> {
  const known = await deps.directory.known(actor, NAMES_PATIENCE_MS);
  const asked = { kind: 'investigate', question: title, about: title, explicit: false, sinceSeconds: 0 } as const;
  const plan = planOf(asked, known);
  return plan.kind === 'go' && plan.target !== undefined ? componentOf(plan.target) : undefined;
}

/** What is known so far, in the incident's own channel: who is brought in there has not seen the thread. */
async function tellWhatIsKnown(
  deps: SlackDeps,
  client: Parameters<typeof whisper>[0],
  incident: Incident,
): Promise<void> {
  const { ownChannel, teamId, channel, threadTs } = incident;
  if (ownChannel === undefined) return;
  const [record] = await deps.store.inThread({ teamId, channel, threadTs });
  if (record?.answer === undefined) return;
  const rulings = await deps.rulings.of({ teamId, channel, threadTs });
  const known = summaryMessage(record, applyRulings(record.answer, rulings), await linkTo(client, record));
  await deps.poster.once(
    `known:${incident.id}`,
    () => ['known'],
    { channel: ownChannel, since: incident.declaredAt },
    () => known,
  );
}

/** When the first message of a thread was written, RFC 3339. */
function timeOf(threadTs: string): string {
  return new Date(Number(threadTs) * 1_000).toISOString();
}

/** Earlier troubles of the same component, in the incident's thread. */
async function tellSimilar(
  deps: SlackDeps,
  duty: Duty,
  incident: {
    readonly id: string;
    readonly channel: string;
    readonly threadTs: string;
    readonly title: string;
    readonly component?: string;
  },
): Promise<void> {
  if (incident.component === undefined) return;
  const signal = AbortSignal.timeout(5_000);
  const recalled = await duty.memory
    .knowledge(incident.component as Component, incident.title, { signal })
    .catch((error: unknown) => {
      deps.log.warn({ err: error }, 'similar incidents not looked up');
      return [];
    });
  // What was learnt in this very thread was not seen before.
  const records = recalled.filter(({ createdAt }) => !(Date.parse(createdAt) >= Number(incident.threadTs) * 1_000));
  if (records.length === 0) return;
  const lines = records.slice(0, SIMILAR_SHOWN).map(({ text }) => harmless(text.slice(0, 300)));
  const before = seenBefore(records, deps.clock.now());
  const message = noteMessage(before === undefined ? `Known: ${lines.join(' ')}` : harmless(before.slice(0, 600)));
  await deps.poster.once(
    `similar:${incident.id}`,
    () => ['similar'],
    { channel: incident.channel, threadTs: incident.threadTs, since: timeOf(incident.threadTs) },
    () => message,
  );
}
