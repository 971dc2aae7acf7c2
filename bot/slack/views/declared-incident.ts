import type { types } from '@slack/bolt';
import {
  INCIDENT_ROLES,
  INCIDENT_SEVERITIES,
  type Incident,
  type IncidentRole,
  type IncidentSeverity,
} from '../../domain/incident.ts';
import { ACTIONS, VIEWS } from './action-ids.ts';
import { actions, button, context, header, plain } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { clock, joined, type Mrkdwn, moment, mrkdwn, person } from './mrkdwn.ts';
import { literalLine } from './text.ts';
import { spanInWords } from './wording.ts';

/** What each role is called where it is free, and where it is held. */
const ROLES: Readonly<Record<IncidentRole, { readonly take: string; readonly name: string }>> = {
  commander: { take: 'I lead', name: 'commander' },
  communications: { take: 'I inform others', name: 'communications' },
  scribe: { take: 'I take notes', name: 'scribe' },
};

/**
 * A declared incident, edited as roles and severity change and when it ends. `shownIn` is the channel that it stands
 * in: where it was declared, or its own.
 */
export function incidentMessage(incident: Incident, shownIn: string): SlackMessage {
  const { severity, resolvedAt } = incident;
  const isOpen = incident.state === 'open';
  const facts = [
    ...(isOpen ? [] : [mrkdwn`${severity}`]),
    mrkdwn`declared by ${person(incident.declaredBy)} ${moment(incident.declaredAt)}`,
    ...(resolvedAt === undefined
      ? []
      : [mrkdwn`over since ${clock(resolvedAt)}, after ${lasted(incident, resolvedAt)}`]),
    ...(shownIn === incident.ownChannel
      ? channelNamed('from', incident.channel)
      : channelNamed('channel', incident.ownChannel)),
  ];
  const title = `${severity}: ${incident.title}`;
  return compose(isOpen ? `Incident ${title}` : `Incident over, ${title}`, [
    {
      keep: true,
      blocks: [
        header(isOpen ? `🚨 ${title}` : `✅ Over: ${incident.title}`),
        context(joined(facts, '  ·  ')),
        context(joined(roleFacts(incident), '  ·  ')),
      ],
    },
    { keep: true, blocks: isOpen ? [buttons(incident)] : [] },
  ]);
}

/** How long an incident has gone on, or went on, until a moment in RFC 3339. */
function lasted(incident: Pick<Incident, 'declaredAt'>, until: string): string {
  return spanInWords(Math.max(1, (Date.parse(until) - Date.parse(incident.declaredAt)) / 1_000));
}

function channelNamed(words: string, id: string | undefined): readonly Mrkdwn[] {
  return id === undefined || !/^[CG][A-Z0-9]{1,40}$/.test(id) ? [] : [mrkdwn`${words} ${{ mrkdwn: `<#${id}>` }}`];
}

function roleFacts({ roles, state }: Incident): readonly Mrkdwn[] {
  const facts = INCIDENT_ROLES.flatMap((role) => {
    const holder = roles[role];
    if (holder !== undefined) return [mrkdwn`${ROLES[role].name} ${person(holder)}`];
    return state === 'open' && role === 'commander' ? [mrkdwn`*nobody leads*`] : [];
  });
  return facts.length > 0 ? facts : [mrkdwn`no roles were taken`];
}

function buttons({ id, roles }: Incident): types.ActionsBlock {
  const free = INCIDENT_ROLES.filter((role) => roles[role] === undefined);
  return actions(
    ...free.map((role) => button(ROLES[role].take, `${ACTIONS.takeRole}_${role}`, `${id}:${role}`)),
    button('Change…', ACTIONS.changeIncident, id, { label: 'Change the severity, the roles or the title' }),
    button('It is over', ACTIONS.resolveIncident, id, {
      style: 'primary',
      confirm: {
        title: 'Is it over?',
        text: 'The thread is told, and a postmortem can be drafted.',
        yes: 'It is over',
        no: 'Not yet',
      },
    }),
  );
}

const SEVERITY_WORDS = { sev1: 'sev1: everybody is hit', sev2: 'sev2: many are hit', sev3: 'sev3: few are hit' };

/** Asks for the title, the severity and whether a channel is wanted. `metadata` comes back with the form. */
export function declareView(metadata: string, title: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.declareIncident,
    private_metadata: metadata,
    title: plain('Declare an incident', 24),
    submit: plain('Declare', 24),
    close: plain('Cancel', 24),
    blocks: [
      titleInput(title),
      severityInput('sev2'),
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

/** Asks for what may change while an incident is open; its id comes back with the form. */
export function changeView(incident: Incident): types.ModalView {
  const held = INCIDENT_ROLES.map((role): types.InputBlock => {
    const holder = incident.roles[role];
    return {
      type: 'input',
      block_id: role,
      optional: true,
      label: plain(`${ROLES[role].name.charAt(0).toUpperCase()}${ROLES[role].name.slice(1)}`, 2_000),
      element: {
        type: 'users_select',
        action_id: 'choice',
        placeholder: plain('Nobody yet', 150),
        ...(holder !== undefined && /^[UW][A-Z0-9]{1,40}$/.test(holder) && { initial_user: holder }),
      },
    };
  });
  return {
    type: 'modal',
    callback_id: VIEWS.changeIncident,
    private_metadata: incident.id,
    title: plain('Change the incident', 24),
    submit: plain('Change', 24),
    close: plain('Cancel', 24),
    blocks: [severityInput(incident.severity), ...held, titleInput(incident.title)],
  };
}

function titleInput(title: string): types.InputBlock {
  const initial = literalLine(title, 150);
  return {
    type: 'input',
    block_id: 'title',
    label: plain('What is wrong?', 2_000),
    element: {
      type: 'plain_text_input',
      action_id: 'text',
      max_length: 150,
      ...(initial !== '' && { initial_value: initial }),
    },
  };
}

function severityInput(now: IncidentSeverity): types.InputBlock {
  const options = INCIDENT_SEVERITIES.map((severity) => option(severity, SEVERITY_WORDS[severity]));
  return {
    type: 'input',
    block_id: 'severity',
    label: plain('How bad is it?', 2_000),
    element: {
      type: 'static_select',
      action_id: 'choice',
      options,
      initial_option: option(now, SEVERITY_WORDS[now]),
    },
  };
}

function option(value: string, text: string): types.PlainTextOption {
  return { text: plain(text, 75), value };
}
