import type { Call, OnCallPerson, Page } from '../../domain/page.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, type Block, button, context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, type Mrkdwn, moment, mrkdwn, person, withPeople } from './mrkdwn.ts';

const CALLS_SHOWN = 6;
const PEOPLE_SHOWN = 10;

/** One message for one call for help, however many people and levels: who was called, who has it, and the buttons. */
export function pageMessage(page: Page): SlackMessage {
  const last = page.calls.at(-1);
  const about = page.service === undefined ? '' : ` for ${page.service}`;
  return compose(`Calling who is on call${about}: ${page.reason}`, [
    { keep: true, blocks: [section(joined([title(page, last), mrkdwn`> ${page.reason}`], '\n'))] },
    {
      keep: true,
      blocks: [context(mrkdwn`asked by ${person(page.askedBy)}  ·  ${page.severity}  ·  ${moment(page.openedAt)}`)],
    },
    { keep: true, blocks: earlier(page) },
    { keep: true, blocks: [buttons(page)] },
  ]);
}

function title(page: Page, last: Call | undefined): Mrkdwn {
  if (page.state === 'acknowledged' && page.owner !== undefined) return mrkdwn`:eyes: *${person(page.owner)} has it.*`;
  if (page.state === 'unanswered')
    return mrkdwn`:rotating_light: *Nobody answered.* Whoever reads this: please take it.`;
  if (last === undefined || last.people.length === 0) {
    return mrkdwn`:rotating_light: *Nobody could be called.* ${last?.why ?? 'Nobody is on call.'}`;
  }
  return mrkdwn`:pager: *On call:* ${people(last)}${last.why === undefined ? '' : `. ${last.why}`}`;
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
    return mrkdwn`• ${moment(call.at)} level ${call.level + 1}: ${who}${call.why === undefined ? '' : ` (${call.why})`}`;
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
      confirm: { title: 'Hand it over?', text: 'Who is on call now is called.', yes: 'Call them', no: 'Keep it' },
    }),
  );
}

/** Who is on call, for who asks. */
export function onCallMessage(
  service: string | undefined,
  levels: readonly { readonly people: readonly OnCallPerson[]; readonly source: string; readonly problem?: string }[],
): SlackMessage {
  const about = service === undefined ? '' : ` for ${service}`;
  if (levels.length === 0) {
    const text = 'Nobody is set up to be on call. Name the schedules in duty.yaml.';
    return compose(text, [{ keep: true, blocks: [section(mrkdwn`:grey_question: ${text}`)] }]);
  }
  const lines = levels.map(({ people: found, source, problem }, index) => {
    const who =
      problem !== undefined
        ? mrkdwn`_unknown_: ${problem}`
        : found.length === 0
          ? mrkdwn`nobody just now`
          : joined(
              found.slice(0, PEOPLE_SHOWN).map(({ name }) => mrkdwn`*${name}*`),
              ', ',
            );
    return joined([mrkdwn`${index + 1}.`, who, mrkdwn`(${source})`], ' ');
  });
  const said = levels[0]?.people.map(({ name }) => name).join(', ') || 'not known';
  return compose(`On call${about}: ${said}`, [
    { keep: true, blocks: [section(joined([mrkdwn`:pager: *On call${about}*`, ...lines], '\n'))] },
    { keep: true, blocks: [context(withPeople('Nobody was called. /sre page calls them.'))] },
  ]);
}
