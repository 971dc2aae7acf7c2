import type { types } from '@slack/bolt';
import { INCIDENT_ROLES, INCIDENT_SEVERITIES, type Incident } from '../../domain/incident.ts';
import { ACTIONS, VIEWS } from './action-ids.ts';
import { actions, button, context, header, plain, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, moment, mrkdwn, person } from './mrkdwn.ts';

/** A declared incident at the place where it was declared; edited as roles and severity change and when it ends. */
export function incidentMessage(incident: Incident): SlackMessage {
  const isOpen = incident.state === 'open';
  const state = isOpen ? 'Incident' : 'Incident over';
  const roles = INCIDENT_ROLES.map((role) => {
    const holder = incident.roles[role];
    return holder === undefined ? mrkdwn`${role}: _nobody yet_` : mrkdwn`${role}: ${person(holder)}`;
  });
  const where =
    incident.ownChannel === undefined || !/^[CG][A-Z0-9]{1,40}$/.test(incident.ownChannel)
      ? []
      : [mrkdwn`channel ${{ mrkdwn: `<#${incident.ownChannel}>` }}`];
  const free = INCIDENT_ROLES.filter((role) => incident.roles[role] === undefined);
  return compose(`${state} ${incident.severity}: ${incident.title}`, [
    {
      keep: true,
      blocks: [header(`${isOpen ? '🚨' : '✅'} ${state} ${incident.severity}`), section(mrkdwn`*${incident.title}*`)],
    },
    {
      keep: true,
      blocks: [
        context(
          joined(
            [
              mrkdwn`declared by ${person(incident.declaredBy)} ${moment(incident.declaredAt)}`,
              ...(incident.resolvedAt === undefined ? [] : [mrkdwn`over since ${moment(incident.resolvedAt)}`]),
              ...where,
            ],
            '  ·  ',
          ),
        ),
        context(joined(roles, '  ·  ')),
      ],
    },
    {
      keep: true,
      blocks: isOpen
        ? [
            actions(
              ...free.map((role) => button(`I am ${role}`, `${ACTIONS.takeRole}_${role}`, `${incident.id}:${role}`)),
              button('It is over', ACTIONS.resolveIncident, incident.id, {
                style: 'primary',
                confirm: {
                  title: 'Is it over?',
                  text: 'The thread is told, and a postmortem can be drafted.',
                  yes: 'It is over',
                  no: 'Not yet',
                },
              }),
            ),
          ]
        : [],
    },
  ]);
}

/** Asks for the title, the severity and whether a channel is wanted. `metadata` comes back with the form. */
export function declareView(metadata: string, title: string): types.ModalView {
  const option = (value: string, text: string) => ({ text: plain(text, 75), value });
  const words = { sev1: 'sev1: everybody is hit', sev2: 'sev2: many are hit', sev3: 'sev3: few are hit' };
  const severities = INCIDENT_SEVERITIES.map((severity) => option(severity, words[severity]));
  return {
    type: 'modal',
    callback_id: VIEWS.declareIncident,
    private_metadata: metadata,
    title: plain('Declare an incident', 24),
    submit: plain('Declare', 24),
    close: plain('Cancel', 24),
    blocks: [
      {
        type: 'input',
        block_id: 'title',
        label: plain('What is wrong?', 2_000),
        element: {
          type: 'plain_text_input',
          action_id: 'text',
          max_length: 150,
          ...(title.trim() !== '' && { initial_value: [...title.trim()].slice(0, 70).join('').trim() }),
        },
      },
      {
        type: 'input',
        block_id: 'severity',
        label: plain('How bad is it?', 2_000),
        element: { type: 'static_select', action_id: 'choice', options: severities, initial_option: severities[1] },
      },
      {
        type: 'input',
        block_id: 'channel',
        optional: true,
        label: plain('A channel of its own', 2_000),
        element: { type: 'checkboxes', action_id: 'choice', options: [option('own', 'Open one and invite me')] },
      },
    ],
  };
}
