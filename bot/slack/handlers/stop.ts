import type { App, BlockAction } from '@slack/bolt';
import { type Actor, hasRole } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { SlackDeps } from '../deps.ts';
import { keepPassed } from '../keeping.ts';
import { whisper } from '../transport/whisper.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { said } from '../views/notices.ts';
import { asActor, type Reply } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

/** The Stop button of the progress message, and Slack's own of an agent's session. */
export function register(app: App, deps: SlackDeps): void {
  app.action<BlockAction>(ACTIONS.stop, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      const record = await deps.store.find(pressedValue(action));
      const words = await stopAs(deps, actor, record);
      if (words !== undefined) await reply(said(words));
    });
  });

  // Slack's own Stop, beside a thread whose session is processing.
  app.event('agent_session_stopped', async ({ event, body, client }) => {
    const { channel, thread_ts: threadTs, user } = event;
    const asker = {
      teamId: body.team_id,
      userId: user,
      channel,
      threadTs,
      deliveryId: body.event_id,
      what: event.type,
    };
    const reply: Reply = (message) => whisper(client, { user, channel, threadTs }, message);
    await asActor(deps, asker, reply, async (actor) => {
      const problem = await keepPassed(deps, { ...asker, who: asker });
      if (problem !== undefined) throw problem;
      const records = await deps.store.inThread({ teamId: asker.teamId, channel, threadTs });
      const running = records.filter((record) => record.status === 'running');
      const [newest] = records;
      if (running.length === 0 && newest !== undefined) await stopAs(deps, actor, newest);
      for (const record of running) await stopAs(deps, actor, record);
    });
  });
}

/** Stops as this person; returns why there was nothing to stop, or undefined when it was stopped (the thread says so). */
export async function stopAs(
  deps: SlackDeps,
  actor: Actor,
  record: InvestigationRecord | undefined,
): Promise<string | undefined> {
  if (record === undefined || record.request.thread.teamId !== actor.teamId)
    return 'That investigation is not known any more.';
  const own = record.request.askedBy.slackUserId === actor.slackUserId;
  const isAllowed = own || hasRole(actor, 'responder');
  const { threadTs } = record;
  const thread = { ...record.request.thread, ...(threadTs && { threadTs }) };
  // What a language model says in this thread ends too; the thread then says so itself.
  const silenced = (await deps.questions?.stop(thread, isAllowed ? undefined : actor.slackUserId)) ?? 0;
  if (record.status !== 'running') return silenced > 0 ? undefined : 'That investigation has already ended.';
  if (!isAllowed) {
    if (silenced > 0) return undefined;
    throw new SreError('forbidden', 'Only the person who asked, or a responder, can stop an investigation.');
  }
  const { stopped } = await deps.investigations.stop(record.request.id, `Stopped by <@${actor.slackUserId}>.`);
  return stopped || silenced > 0 ? undefined : 'That investigation has already ended.';
}
