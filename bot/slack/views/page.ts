import type { Call, OnCallPerson, Page } from '../../domain/page.ts';
import { SYSTEM_ACTOR } from '../../domain/system-actor.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, type Block, button, context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { clock, joined, type Mrkdwn, moment, mrkdwn, person } from './mrkdwn.ts';

const CALLS_SHOWN = 6;
const PEOPLE_SHOWN = 10;

/** One message for one call for help, however many people and levels: who was called, who has it, and the buttons. */
export function pageMessage(page: Page): SlackMessage {
  const last = page.calls.at(-1);
  const about = page.service === undefined ? '' : ` for ${page.service}`;
  const asked = [
    mrkdwn`asked by ${person(page.askedBy)}`,
    moment(page.openedAt),
    // Who asks by hand is not asked how bad it is.
    ...(page.askedBy === SYSTEM_ACTOR.userId ? [mrkdwn`${page.severity}`] : []),
    ...further(page, last),
  ];
  return compose(`Calling who is on call${about}: ${page.reason}`, [
    { keep: true, blocks: [section(joined([title(page, last), mrkdwn`> ${page.reason}`], '\n'))] },
    { keep: true, blocks: [context(joined(asked, '  ·  '))] },
    { keep: true, blocks: earlier(page) },
    { keep: true, blocks: page.state === 'over' ? [] : [buttons(page)] },
  ]);
}

/** A later call of a page, in its thread: it has to notify whom it names, which an edit does not. */
export function callMessage(page: Page, index: number): SlackMessage {
  const call = page.calls[index];
  if (call === undefined) throw new RangeError(`the page has no call ${index}`);
  const isLast = index === page.calls.length - 1;
  const isHandedOver = call.level === 0 && page.secondRound !== true;
  const why = isHandedOver ? 'this was handed over' : 'nobody has answered so far';
  const facts = [mrkdwn`level ${call.level + 1}`, moment(call.at), ...(isLast ? further(page, call) : [])];
  return compose(`Calling level ${call.level + 1}: ${page.reason}`, [
    {
      keep: true,
      blocks: [section(joined([mrkdwn`:pager: *${people(call)}*, ${why}`, mrkdwn`> ${page.reason}`], '\n'))],
    },
    {
      keep: true,
      blocks: [context(joined(page.owner ? [mrkdwn`:eyes: ${person(page.owner)} has it`] : facts, '  ·  '))],
    },
    { keep: true, blocks: isLast && page.state !== 'acknowledged' && page.state !== 'over' ? [buttons(page)] : [] },
  ]);
}

function title(page: Page, last: Call | undefined): Mrkdwn {
  const about = page.service === undefined ? mrkdwn`` : mrkdwn` for *${page.service}*`;
  if (page.state === 'acknowledged' && page.owner !== undefined) return mrkdwn`:eyes: *${person(page.owner)} has it*`;
  if (page.state === 'over') return mrkdwn`:white_check_mark: *It is over.* Nobody is called any more.`;
  if (page.state === 'unanswered')
    return mrkdwn`:rotating_light: *Nobody answered.* Whoever reads this: please take it.`;
  if (last === undefined || last.people.length === 0) {
    return mrkdwn`:rotating_light: *Nobody could be called*${about}. ${last?.why ?? 'Nobody is on call.'}`;
  }
  // A later call stands in the thread, with the mention.
  const called = people({ ...last, mentioned: last.mentioned && last.apart !== true });
  if (!last.mentioned) {
    const why = (last.why ?? '').replace(/^Not mentioned: /, '');
    return mrkdwn`:no_bell: *Nobody was called*${about}: ${why} On call: ${called}`;
  }
  return mrkdwn`:pager: *Calling ${called}*${about}${last.why === undefined ? mrkdwn`` : mrkdwn`. ${last.why}`}`;
}

/** What comes when nobody answers. */
function further({ state }: Page, last: Call | undefined): readonly Mrkdwn[] {
  return state === 'waiting' && last?.answerBy !== undefined
    ? [mrkdwn`no answer by ${clock(last.answerBy)}: I call further`]
    : [];
}

function people({ people: called, mentioned }: Call): Mrkdwn {
  const shown = called.slice(0, PEOPLE_SHOWN).map((one) => naming(one, mentioned));
  const more = called.length - shown.length;
  return joined([...shown, ...(more > 0 ? [mrkdwn`and ${more} more`] : [])], ', ');
}

/** A mention calls the person, a name only tells it. */
function naming({ slackUserId, name }: OnCallPerson, mentioned: boolean): Mrkdwn {
  if (mentioned && slackUserId !== undefined) return person(slackUserId);
  return slackUserId === undefined && mentioned ? mrkdwn`${name} (not known in Slack)` : mrkdwn`${name}`;
}

function earlier(page: Page): Block[] {
  const past = page.state === 'waiting' ? page.calls.slice(0, -1) : page.calls;
  if (past.length === 0) return [];
  const lines = past.slice(-CALLS_SHOWN).map((call) => {
    const who = call.people.length === 0 ? mrkdwn`nobody` : people({ ...call, mentioned: false });
    const why = call.why === undefined ? mrkdwn`` : joined([mrkdwn`:`, mrkdwn`${call.why}`], ' ');
    return mrkdwn`• ${clock(call.at)}  level ${call.level + 1}, ${who}${why}`;
  });
  return [context(joined([mrkdwn`*Called so far*`, ...lines], '\n'))];
}

function buttons(page: Page): Block {
  if (page.state !== 'acknowledged') {
    return actions(button('I have it', ACTIONS.acknowledgePage, page.id, { style: 'primary' }));
  }
  return actions(
    button('Take over', ACTIONS.takeOverPage, page.id),
    button('Hand over', ACTIONS.handOverPage, page.id, {
      confirm: {
        title: 'Hand it over?',
        text: 'Who is on call now is called, other than you.',
        yes: 'Call them',
        no: 'Keep it',
      },
    }),
  );
}

/** Tells who asked for a call what came of it. */
export function calledMessage(page: Page): SlackMessage {
  const last = page.calls.findLast(({ mentioned }) => mentioned);
  if (last === undefined) {
    const text = 'Nobody could be called; the message in this channel says why.';
    return compose(text, [{ keep: true, blocks: [section(mrkdwn`:rotating_light: ${text}`)] }]);
  }
  const names = people({ ...last, mentioned: false });
  const text = `${last.people.map(({ name }) => name).join(', ')} ${last.people.length === 1 ? 'is' : 'are'} called.`;
  return compose(text, [
    { keep: true, blocks: [section(mrkdwn`:pager: *${names}* ${last.people.length === 1 ? 'is' : 'are'} called.`)] },
  ]);
}

/** Who is on call, for who asks. */
export function onCallMessage(
  service: string | undefined,
  levels: readonly { readonly people: readonly OnCallPerson[]; readonly source: string; readonly problem?: string }[],
): SlackMessage {
  const about = service === undefined ? mrkdwn`` : mrkdwn` for ${service}`;
  if (levels.length === 0) {
    const text = 'Nobody is set up to be on call. Name the schedules in duty.yaml.';
    return compose(text, [{ keep: true, blocks: [section(mrkdwn`:grey_question: ${text}`)] }]);
  }
  const lines = levels.map(({ people: found, source, problem }, index) => {
    const who =
      problem !== undefined
        ? mrkdwn`:warning: not known. ${problem}`
        : found.length === 0
          ? mrkdwn`nobody just now (${source})`
          : joined(
              [
                joined(
                  found.slice(0, PEOPLE_SHOWN).map(({ name }) => mrkdwn`*${name}*`),
                  ', ',
                ),
                mrkdwn`(${source})`,
              ],
              ' ',
            );
    return joined([mrkdwn`${index + 1}.`, who], ' ');
  });
  const said = levels[0]?.people.map(({ name }) => name).join(', ') || 'not known';
  const call = mrkdwn`Nobody was called. \`/sre page ${service ?? 'checkout'} what is wrong\` calls them, one after the other.`;
  return compose(`On call${service === undefined ? '' : ` for ${service}`}: ${said}`, [
    { keep: true, blocks: [section(joined([mrkdwn`:pager: *On call${about}*`, ...lines], '\n'))] },
    { keep: true, blocks: [context(call)] },
  ]);
}
