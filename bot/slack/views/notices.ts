import type { types } from '@slack/bolt';
import type { Actor } from '../../domain/actor.ts';
import { componentOf, type Target } from '../../domain/target.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, button, context, plain, section } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, type Mrkdwn, moment, mrkdwn } from './mrkdwn.ts';
import { line, ours, richText } from './rich-text.ts';
import { literalLine } from './text.ts';
import { targetInWords } from './wording.ts';

/** Short private answers: what could not be done and what to do instead. */

/** To who asked for something that could not be recorded. */
export const NOT_TAKEN =
  'I could not take that: my database does not answer. Nothing was started. Please try again in a minute.';
/** To who asked for something that was accepted and broke off each time. */
export const LEFT_OFF = 'I took what you asked and could not finish it: it broke off several times. Please ask again.';

/** In place of a form that has no field to say it at. */
export function notTakenView(): types.ModalView {
  return {
    type: 'modal',
    title: plain('Not taken', LIMITS.viewTitle),
    blocks: [section(mrkdwn`${NOT_TAKEN}`)] as types.KnownBlock[],
  };
}

export function askedTooOften(seconds: number): SlackMessage {
  return notice(
    mrkdwn`:hourglass: That is a lot at once. Ask again in ${seconds} s.`,
    `That is a lot at once. Ask again in ${seconds} s.`,
  );
}

/** Told with the acknowledgement where an investigation has to wait for its turn. */
export function inLine(before: number): SlackMessage {
  const place = before === 0 ? 'It is next in line' : `It is in line, ${before} before it`;
  return said(
    `I took that. ${place}: I look into a few at a time. The thread opens now and fills when its turn comes.`,
  );
}

export function refused(wording: string): SlackMessage {
  return notice(mrkdwn`:no_entry: ${wording}`, wording);
}

export function brokeDown(wording: string): SlackMessage {
  return notice(
    mrkdwn`:x: ${wording} Nothing was started; please try again.`,
    `${wording} Nothing was started; please try again.`,
  );
}

export function said(text: string): SlackMessage {
  return notice(mrkdwn`${text}`, text);
}

export function notUnderstood(problem: string, tryThese: readonly string[]): SlackMessage {
  const commands = tryThese.slice(0, 5).map((each) => mrkdwn`\`/sre ${each}\``);
  const text = `${problem} Try: ${tryThese.map((each) => `/sre ${each}`).join(', ')}`;
  return notice(joined([mrkdwn`${problem} Try`, ...commands], ' '), text);
}

export function notYet(command: string): SlackMessage {
  const text = `/sre ${command} is planned and not there yet. /sre help lists what is.`;
  return notice(mrkdwn`\`/sre ${command}\` is planned and not there yet. \`/sre help\` lists what is.`, text);
}

export function whoYouAre(actor: Actor): SlackMessage {
  const roles = actor.roles.length > 0 ? actor.roles.join(', ') : 'no role';
  return notice(
    mrkdwn`You are *${actor.displayName}* (${actor.email}), signed in as \`${actor.username}\`, with the role *${roles}*.`,
    `You are ${actor.displayName}, role ${roles}.`,
  );
}

/** The way to the sign-in page, for one person; it is good once, until `until`. */
export function loginMessage(url: string, until: Date): SlackMessage {
  return compose('Sign in with your organisation, so that I may look as you.', [
    {
      keep: true,
      blocks: [
        richText(
          line(
            ours('Sign in with your organisation, so that I may look as you: '),
            ...(/^https?:\/\//.test(url) && url.length <= 3_000
              ? [{ type: 'link' as const, url, text: 'open the sign-in page' }]
              : [ours('its address is too long for Slack')]),
          ),
        ),
      ],
    },
    { keep: true, blocks: [context(mrkdwn`For you alone, once, until ${moment(until.toISOString())}.`)] },
  ]);
}

/** What a press of "investigate this" carries. */
export interface Suggestion {
  readonly target?: string;
  readonly since: number;
  readonly question: string;
}

/** A name that nothing goes by, with a button for each near one. */
export function unknownTarget(
  written: string,
  close: readonly Target[],
  some: readonly Target[],
  asked: { readonly question: string; readonly sinceSeconds: number },
): SlackMessage {
  const offered = close.length > 0 ? close : some;
  const names = offered.map((target) => targetInWords(target)).join(', ');
  const lead =
    close.length > 0 ? 'Did you mean' : offered.length > 0 ? 'These are known, for example' : 'No services are known';
  const press = (label: string, target: Target | undefined, index: number) => {
    const suggestion: Suggestion = {
      ...(target && { target: componentOf(target) }),
      since: asked.sinceSeconds,
      question: literalLine(asked.question, 400),
    };
    return button(label, `${ACTIONS.investigateThis}_${index}`, JSON.stringify(suggestion));
  };
  return compose(`I know nothing called ${written}. ${lead}: ${names}`, [
    { keep: true, blocks: [section(mrkdwn`I know nothing called *${written}*. ${lead}:`)] },
    {
      keep: true,
      blocks: [
        actions(
          ...offered.slice(0, 8).map((target, index) => press(targetInWords(target), target, index)),
          press('The whole system', undefined, 99),
        ),
      ],
    },
    { keep: true, blocks: [context(mrkdwn`Or write it out: \`/sre investigate service/NAME\`.`)] },
  ]);
}

function notice(shown: Mrkdwn, text: string): SlackMessage {
  return compose(text, [{ keep: true, blocks: [section(shown)] }]);
}

/** Where a command is about what happened in a channel, and nothing did. */
export function noTrouble(): SlackMessage {
  return said('There is no investigation or incident in this channel yet. Start one: /sre checkout is slow');
}
