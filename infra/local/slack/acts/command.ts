import { isObject } from '../block-kit/check.ts';
import type { Core } from '../core/core.ts';
import { SlackApiError } from '../core/errors.ts';
import type { Delivery } from '../delivery/bot-client.ts';
import { bot, team } from '../state/seed.ts';
import { ActRefused } from './act-refused.ts';
import { inviteToChannel } from './channel-acts.ts';
import { notice } from './notice.ts';
import { issueResponseUrl, respond } from './response-urls.ts';
import { actorIn } from './say.ts';
import { markUp } from './typed-text.ts';

/** The bot's slash commands; any other is unknown to the workspace. */
export const commands: readonly { readonly name: string; readonly hint: string; readonly description: string }[] = [
  { name: '/sre', hint: 'what is wrong, or help', description: 'Find the root cause of a problem' },
];

/**
 * A person types a slash command. Resolves when the bot acknowledged, or when the person was shown why it did not
 * (`operation_timeout` after three seconds, `dispatch_failed` else). In a thread it is refused, as Slack does.
 */
export async function command(
  core: Core,
  user: string,
  channelId: string,
  typed: string,
  threadTs?: string,
): Promise<void> {
  const { person, channel } = actorIn(core, user, channelId);
  const [name = '', ...words] = typed.trim().split(/\s+/);
  const text = typed.trim().slice(name.length).trim();
  if (threadTs !== undefined) {
    notice(core, channel.id, user, `\`${name}\` is not supported in threads. Sorry!`, threadTs);
    return;
  }
  if (name === '/invite') {
    inviteToChannel(core, user, channel.id, words);
    return;
  }
  if (!commands.some((one) => one.name === name))
    throw new ActRefused(`${name} is not a valid command. In Slack, all messages that start with "/" are commands.`);

  const act = { channel: channel.id, user };
  const body = new URLSearchParams({
    token: 'deprecated',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'im' ? 'directmessage' : channel.name || 'mpdm',
    user_id: user,
    user_name: person.name,
    command: name,
    text: markUp(core, text, true),
    api_app_id: bot.app,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(core, act),
    trigger_id: core.triggers.issue(user),
  });
  const delivery = await core.bot.post('/slack/commands', body.toString(), 'form');
  if (!delivery.ok) {
    notice(core, channel.id, user, `\`${name}\` failed with the error "${failureOf(delivery)}"`);
    return;
  }
  showAnswer(core, act, name, delivery.body);
}

function failureOf(delivery: Extract<Delivery, { ok: false }>): string {
  if (delivery.reason === 'http_timeout') return 'operation_timeout';
  return delivery.reason === 'http_error' ? 'dispatch_unknown_error' : 'dispatch_failed';
}

/** Shows the acknowledgement's body: text, or JSON with `response_type`. Empty shows nothing. */
function showAnswer(core: Core, act: { channel: string; user: string }, name: string, body: string): void {
  if (body.trim() === '') return;
  try {
    respond(core, act, answerOf(body));
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    core.logger?.warn({ command: name, error: error.error, details: error.details }, 'command answer refused');
    notice(core, act.channel, act.user, `\`${name}\` failed with the error "${error.error}"`);
  }
}

function answerOf(body: string): Record<string, unknown> {
  try {
    const parsed = JSON.parse(body) as unknown;
    return isObject(parsed) ? parsed : { text: String(parsed) };
  } catch {
    return { text: body };
  }
}
