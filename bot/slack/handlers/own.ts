import type { App, BlockAction, webApi } from '@slack/bolt';
import type { Page } from '../../domain/page.ts';
import { DEFAULT_PREFERENCES } from '../../domain/preferences.ts';
import type { SlackDeps } from '../deps.ts';
import { linksTo, listed } from '../runs/run.ts';
import { callSlack } from '../transport/call.ts';
import { whisper } from '../transport/whisper.ts';
import { ACTIONS, VIEWS } from '../views/action-ids.ts';
import { homeView } from '../views/home.ts';
import type { SlackMessage } from '../views/message.ts';
import { said } from '../views/notices.ts';
import { preferencesView, readPreferences, WHAT_STAYS } from '../views/preferences.ts';
import { asActor } from './answer-asked.ts';
import { openForm } from './open-form.ts';
import { presserOf, replyBy } from './press.ts';

const LISTED = 5;
/** Calls that are looked through for those that concern a person. */
const CALLS = 50;
const PATIENCE_MS = 1_500;

/** The Home tab, the preferences form, and being forgotten: what concerns one person only. */
export function register(app: App, deps: SlackDeps): void {
  app.event('app_home_opened', async ({ event, body, client }) => {
    if (event.tab !== 'home') return;
    await publishHome(deps, client, { teamId: body.team_id, slackUserId: event.user });
  });

  app.action<BlockAction>(ACTIONS.changePreferences, async ({ ack, body, client }) => {
    await ack();
    const { teamId, userId } = presserOf(body);
    // The form's trigger does not wait for a slow database: then the form begins with the defaults.
    const chosen = await soon(deps.preferences.read({ teamId, slackUserId: userId }), PATIENCE_MS);
    const form = { triggerId: body.trigger_id, view: preferencesView(chosen ?? DEFAULT_PREFERENCES) };
    await openForm(deps, client, form, (message) => whisper(client, { user: userId, channel: userId }, message));
  });

  app.view(VIEWS.preferences, async ({ ack, body, view, client }) => {
    const person = { teamId: body.team?.id ?? body.user.team_id ?? '', slackUserId: body.user.id };
    try {
      await deps.preferences.write(person, readPreferences(view.state.values));
    } catch (error) {
      deps.log.error({ err: error }, 'preferences not kept');
      const wording = 'This could not be kept just now. Please send it again.';
      return ack({ response_action: 'errors', errors: { unaddressed: wording } });
    }
    await ack();
    await publishHome(deps, client, person);
  });

  app.action<BlockAction>(ACTIONS.forgetMe, async ({ ack, body, respond, client }) => {
    await ack();
    const presser = presserOf(body);
    const person = { teamId: presser.teamId, slackUserId: presser.userId };
    await asActor(deps, presser, replyBy(respond, body), async (actor) => {
      const { text, blocks } = forgotten((await deps.forgetting.forget(actor)).underWay);
      await respond({ replace_original: true, text, blocks: [...blocks] });
      await publishHome(deps, client, person);
    });
  });
}

/** Draws a person's Home tab; a part that cannot be read is said to be unknown. Does not throw. */
async function publishHome(
  deps: SlackDeps,
  client: webApi.WebClient,
  person: { teamId: string; slackUserId: string },
): Promise<void> {
  const { teamId, slackUserId } = person;
  const recent = (filter: { status?: 'running' }) =>
    deps.history
      .recent(teamId, { ...filter, askedBy: slackUserId, limit: LISTED })
      .then((found) => listed(client, found));
  const { duty } = deps;
  const states = ['waiting', 'unanswered', 'acknowledged'] as const;
  const concernsMe = ({ state, owner }: Page) => state !== 'acknowledged' || owner === slackUserId;
  const [incidents, pages, running, newest, preferences, feedback] = await Promise.all([
    (duty?.incidents.list({ teamId, states: ['open'], limit: LISTED }) ?? Promise.resolve([])).catch(() => undefined),
    (duty?.pages.list({ teamId, states, limit: CALLS }) ?? Promise.resolve([]))
      .then((found) => found.filter(concernsMe).slice(0, LISTED))
      .catch(() => undefined),
    recent({ status: 'running' }).catch(() => undefined),
    recent({}).catch(() => undefined),
    deps.preferences.read(person).catch(() => undefined),
    deps.feedback.recent(person, LISTED).catch(() => undefined),
  ]);
  const view = homeView({
    ...(incidents && { incidents }),
    ...(pages && { pages }),
    links: await linksTo(client, [...(incidents ?? []), ...(pages ?? [])]),
    running,
    recent: newest?.filter(({ record }) => record.status !== 'running'),
    preferences,
    feedback,
  });
  await callSlack(() => client.views.publish({ user_id: slackUserId, view }), { repeatable: true }).catch(
    (error: unknown) => deps.log.warn({ err: error }, 'home not published'),
  );
}

async function soon<T>(work: Promise<T>, patienceMs: number): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), patienceMs);
  return Promise.race([work.catch(() => undefined), late.promise]).finally(() => clearTimeout(timer));
}

/** What is said once everything is deleted, but for what is under way. */
function forgotten(underWay: number): SlackMessage {
  const rest =
    underWay === 0
      ? ''
      : ` ${underWay === 1 ? 'One record is' : `${underWay} records are`} still under way and keep your name until that is over; then it goes there, too.`;
  return said(
    'Done. Your preferences, your feedback, our conversations and your sign-in are deleted, and your name and your ' +
      `questions are taken out of my records.${rest} What stays: ${WHAT_STAYS}`,
  );
}
