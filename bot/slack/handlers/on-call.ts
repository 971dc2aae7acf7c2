import type { App, BlockAction } from '@slack/bolt';
import { hasRole } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import type { Page } from '../../domain/page.ts';
import type { SlackDeps } from '../deps.ts';
import type { Duty } from '../duty.ts';
import { endedText, endSilence, silence, silencesNow } from '../silencing.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { said } from '../views/notices.ts';
import { asActor } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

const BUTTON_SILENCE_SECONDS = 3_600;

/** The buttons of pages and of alerts. */
export function register(app: App, deps: SlackDeps): void {
  const { duty } = deps;
  if (duty === undefined) return;
  const presses = [
    [ACTIONS.acknowledgePage, duty.pager.acknowledge, 'Somebody has it already.'],
    [ACTIONS.takeOverPage, duty.pager.takeOver, 'You have it already.'],
    [ACTIONS.handOverPage, duty.pager.handOver, 'Nobody has it, so it cannot be handed over.'],
  ] as const;
  for (const [actionId, press, otherwise] of presses) {
    app.action<BlockAction>(actionId, async ({ ack, action, body, respond }) => {
      await ack();
      const presser = presserOf(body);
      const reply = replyBy(respond, body);
      await asActor(deps, presser, reply, async (actor) => {
        const id = pressedValue(action);
        if ((await duty.pages.find(id))?.teamId !== actor.teamId)
          return reply(said('That call is not known any more.'));
        const page: Page | undefined = await press(id, actor.slackUserId);
        if (page === undefined) return reply(said(otherwise));
        if (page.owner !== undefined) await haveAlertsOf(duty, page, page.owner);
      });
    });
  }

  app.action<BlockAction>(ACTIONS.acknowledgeAlerts, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      const group = await duty.groups.change(pressedValue(action), (current) =>
        current.teamId === actor.teamId && current.acknowledgedBy === undefined
          ? { ...current, acknowledgedBy: actor.slackUserId, revision: current.revision + 1 }
          : undefined,
      );
      if (group?.threadTs === undefined) return reply(said('Somebody has them already.'));
      const thread = { teamId: group.teamId, channel: group.channel, threadTs: group.threadTs };
      const text = `<@${actor.slackUserId}> has it.`;
      const at = deps.clock.now().toISOString();
      await duty.timeline.add(thread, `${group.id} acknowledged`, { at, kind: 'acknowledged', text });
      for (const page of await duty.pages.list({ ...thread, states: ['waiting', 'unanswered'] })) {
        await duty.pager.acknowledge(page.id, actor.slackUserId);
      }
      await reply(said('You have it. The thread shows it in a moment.'));
    });
  });

  app.action<BlockAction>(ACTIONS.silenceAlerts, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      if (!hasRole(actor, 'responder')) throw new SreError('forbidden', 'Only a responder can silence alerts.');
      const group = await duty.groups.find(pressedValue(action));
      if (group === undefined || group.teamId !== actor.teamId)
        return reply(said('Those alerts are not known any more.'));
      for (const subject of group.subjects.slice(0, 20)) {
        const name = subject.startsWith('alert/') ? subject.slice('alert/'.length).replace(/@.*$/, '') : subject;
        await silence(deps, duty, actor, name, BUTTON_SILENCE_SECONDS, group);
      }
      await reply(await silencesNow(deps, duty, actor.teamId));
    });
  });

  app.action<BlockAction>(ACTIONS.endSilence, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      if (!hasRole(actor, 'responder')) throw new SreError('forbidden', 'Only a responder can end a silence.');
      const pressed = await duty.silences.find(pressedValue(action));
      const isEnded = pressed?.teamId === actor.teamId && (await endSilence(deps, duty, actor, pressed.subject));
      await reply(said(isEnded ? endedText(pressed.subject) : 'That silence has already ended.'));
    });
  });
}

/** Who has a call has the alerts that it is about. */
async function haveAlertsOf({ groups }: Duty, { teamId, channel, threadTs }: Page, owner: string): Promise<void> {
  for (const { id } of await groups.list({ teamId, channel, threadTs, states: ['open', 'quiet'] })) {
    await groups.change(id, (group) => ({ ...group, acknowledgedBy: owner, revision: group.revision + 1 }));
  }
}
