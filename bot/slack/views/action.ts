import type { ProposedAction } from '../../domain/action.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, button, context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { clock, joined, linked, type Mrkdwn, moment, mrkdwn, person } from './mrkdwn.ts';
import { preformatted, richText } from './rich-text.ts';

const LINES_SHOWN = 20;

/** A proposed action with what it would change; edited when it is decided, done or too old. */
export function actionMessage(action: ProposedAction): SlackMessage {
  const { request, preview } = action;
  const what = `Restart deployment/${request.name} in ${request.namespace}`;
  const diff = preview.diff.slice(0, LINES_SHOWN);
  const more = preview.diff.length - diff.length;
  const isOpen = action.state === 'proposed';
  const decided = action.decidedBy === undefined ? [] : [mrkdwn`by ${person(action.decidedBy)}`];
  const end = {
    proposed: joined(
      [mrkdwn`waits for`, approverOf(action), mrkdwn`to approve it, until ${clock(action.expiresAt)}`],
      ' ',
    ),
    running: joined([mrkdwn`:hourglass_flowing_sand: Being done, approved`, ...decided], ' '),
    done: joined([mrkdwn`:white_check_mark: Done, approved`, ...decided], ' '),
    failed: joined([mrkdwn`:x: Not done, though approved`, ...decided], ' '),
    refused: joined([mrkdwn`:no_entry: Refused`, ...decided], ' '),
    expired: mrkdwn`:zzz: Expired: nobody approved it in time`,
  }[action.state];
  return compose(`${isOpen ? 'Proposed' : 'Action'}: ${what}`, [
    {
      keep: true,
      blocks: [
        section(
          joined(
            [
              isOpen ? mrkdwn`:wrench: *Proposed: ${what}*` : mrkdwn`:wrench: *${what}*`,
              // Once it is decided, what came of it is what people look for.
              isOpen ? mrkdwn`${preview.effect}` : end,
              ...(action.outcome === undefined || action.state === 'expired' ? [] : [outcomeOf(action.outcome)]),
            ],
            '\n',
          ),
        ),
      ],
    },
    {
      keep: true,
      blocks: [richText(preformatted([...diff, ...(more > 0 ? [`… ${more} more lines`] : [])].join('\n'), 2_000))],
    },
    {
      keep: true,
      blocks: [
        context(
          joined(
            [
              mrkdwn`proposed by ${person(action.proposedBy)}, dry run ${moment(action.proposedAt)}`,
              ...(isOpen ? [end] : []),
            ],
            '  ·  ',
          ),
        ),
      ],
    },
    {
      keep: true,
      blocks: isOpen
        ? [
            actions(
              button('Approve', ACTIONS.approveAction, action.id, {
                style: 'danger',
                confirm: {
                  title: 'Do it now?',
                  text: `${what.slice(0, 150)}. ${preview.effect.slice(0, 140)}`,
                  yes: 'Do it',
                  no: 'Not yet',
                },
              }),
              button('Refuse', ACTIONS.refuseAction, action.id),
            ),
          ]
        : [],
    },
  ]);
}

function approverOf({ approver, proposedBy }: ProposedAction): Mrkdwn {
  const who = approver === undefined || approver.role === 'responder' ? 'a responder' : `an ${approver.role}`;
  return approver?.another ? mrkdwn`${who} other than ${person(proposedBy)}` : mrkdwn`${who}`;
}

/** An outcome may end with a command to copy, after a colon. */
function outcomeOf(outcome: string): Mrkdwn {
  const [, words = '', command = ''] = /^(.*: )(kubectl .*)$/.exec(outcome) ?? [];
  return command === '' ? mrkdwn`${outcome}` : mrkdwn`${words}\`${command}\``;
}

/** Where a proposal went, for one who asked for it elsewhere. */
export function proposedMessage(action: ProposedAction, link: string | undefined): SlackMessage {
  const { name } = action.request;
  return compose(`Proposed to restart ${name}, in its thread`, [
    {
      keep: true,
      blocks: [
        section(
          mrkdwn`Proposed to restart \`${name}\`, with a dry run, in ${linked('its thread', link)}. It is done once it is approved there.`,
        ),
      ],
    },
  ]);
}
