import type { ProposedAction } from '../../domain/action.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, button, context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, moment, mrkdwn, person } from './mrkdwn.ts';
import { preformatted, richText } from './rich-text.ts';

const LINES_SHOWN = 20;

/** A proposed action with what it would change; edited when it is decided, done or too old. */
export function actionMessage(action: ProposedAction): SlackMessage {
  const { request, preview } = action;
  const what = `Restart ${request.namespace}/${request.name}`;
  const diff = preview.diff.slice(0, LINES_SHOWN);
  const more = preview.diff.length - diff.length;
  const isOpen = action.state === 'proposed';
  const decided = action.decidedBy === undefined ? undefined : mrkdwn`by ${person(action.decidedBy)}`;
  const end = {
    proposed: mrkdwn`waits for an approval until ${moment(action.expiresAt)}`,
    running: joined([mrkdwn`:hourglass: approved`, ...(decided ? [decided] : [])], ' '),
    done: joined([mrkdwn`:white_check_mark: done, approved`, ...(decided ? [decided] : [])], ' '),
    failed: joined([mrkdwn`:x: not done, approved`, ...(decided ? [decided] : [])], ' '),
    refused: joined([mrkdwn`:no_entry: refused`, ...(decided ? [decided] : [])], ' '),
    expired: mrkdwn`:zzz: nobody approved it in time`,
  }[action.state];
  return compose(`${isOpen ? 'Proposed' : 'Action'}: ${what}`, [
    { keep: true, blocks: [section(joined([mrkdwn`:wrench: *${what}*`, mrkdwn`${preview.effect}`], '\n'))] },
    {
      keep: true,
      blocks: [richText(preformatted([...diff, ...(more > 0 ? [`… ${more} more lines`] : [])].join('\n'), 2_000))],
    },
    {
      keep: true,
      blocks: [
        context(
          joined(
            [mrkdwn`dry run ${moment(action.proposedAt)}, proposed by ${person(action.proposedBy)}`, end],
            '  ·  ',
          ),
        ),
        ...(action.outcome === undefined ? [] : [context(mrkdwn`${action.outcome}`)]),
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
                  text: `${what.slice(0, 200)}. Your role is checked again.`,
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
