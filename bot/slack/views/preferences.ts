import type { types } from '@slack/bolt';
import type { Preferences } from '../../domain/preferences.ts';
import { choiceIn, type FilledIn } from '../filled-in.ts';
import { ACTIONS, VIEWS } from './action-ids.ts';
import { actions, type Block, button, context, plain, section } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, mrkdwn } from './mrkdwn.ts';

const DETAIL = {
  full: 'Everything that was found',
  short: 'The cause and what to do; the rest behind a button',
} as const;
const NOTIFY = { thread: 'In the thread only', direct: 'Also as a direct message when it ends' } as const;
const UNADDRESSED = {
  no: 'Only when the bot is mentioned',
  yes: 'Also without a mention, in its own threads',
} as const;

/** Zones for the form; Slack takes 100 options at most. A zone of the person's own is added to them. */
const ZONES = [
  'UTC',
  'Africa/Cairo',
  'Africa/Johannesburg',
  'Africa/Lagos',
  'Africa/Nairobi',
  'America/Argentina/Buenos_Aires',
  'America/Bogota',
  'America/Chicago',
  'America/Denver',
  'America/Halifax',
  'America/Los_Angeles',
  'America/Mexico_City',
  'America/New_York',
  'America/Phoenix',
  'America/Sao_Paulo',
  'America/Toronto',
  'America/Vancouver',
  'Asia/Bangkok',
  'Asia/Dubai',
  'Asia/Hong_Kong',
  'Asia/Jakarta',
  'Asia/Jerusalem',
  'Asia/Karachi',
  'Asia/Kolkata',
  'Asia/Manila',
  'Asia/Seoul',
  'Asia/Shanghai',
  'Asia/Singapore',
  'Asia/Taipei',
  'Asia/Tokyo',
  'Australia/Brisbane',
  'Australia/Perth',
  'Australia/Sydney',
  'Europe/Amsterdam',
  'Europe/Athens',
  'Europe/Berlin',
  'Europe/Dublin',
  'Europe/Helsinki',
  'Europe/Istanbul',
  'Europe/Kyiv',
  'Europe/Lisbon',
  'Europe/London',
  'Europe/Madrid',
  'Europe/Oslo',
  'Europe/Paris',
  'Europe/Prague',
  'Europe/Rome',
  'Europe/Stockholm',
  'Europe/Vienna',
  'Europe/Warsaw',
  'Europe/Zurich',
  'Pacific/Auckland',
  'Pacific/Honolulu',
];

/** What a person chose, with the way to change it. */
export function preferencesMessage(preferences: Preferences): SlackMessage {
  return compose(`Your preferences: ${preferenceTexts(preferences).join(', ')}`, [
    { keep: true, blocks: preferenceBlocks(preferences) },
    { keep: true, blocks: [context(mrkdwn`Nobody else sees these. \`/sre forget\` deletes what I keep of you.`)] },
  ]);
}

/** As the Home tab and the message show them. */
export function preferenceBlocks(preferences: Preferences): Block[] {
  const [zone = '', detail = '', notify = '', unaddressed = ''] = preferenceTexts(preferences);
  return [
    section(
      joined(
        [
          mrkdwn`*My preferences*`,
          mrkdwn`Time zone of files: *${zone}*`,
          mrkdwn`Answers: *${detail}*`,
          mrkdwn`Told: *${notify}*`,
          mrkdwn`Replies: *${unaddressed}*`,
        ],
        '\n',
      ),
    ),
    actions(button('Change', ACTIONS.changePreferences, 'preferences')),
  ];
}

function preferenceTexts({ timeZone, detail, notify, unaddressed }: Preferences): readonly string[] {
  return [timeZone ?? 'UTC', DETAIL[detail], NOTIFY[notify], UNADDRESSED[unaddressed ? 'yes' : 'no']];
}

/** The form. Block ids are the fields' names, the one element of each is `chosen`. */
export function preferencesView(preferences: Preferences): types.ModalView {
  const own = /^[\w+/-]{1,75}$/.test(preferences.timeZone ?? '') ? (preferences.timeZone ?? 'UTC') : 'UTC';
  const zones = ZONES.includes(own) ? ZONES : [own, ...ZONES];
  return {
    type: 'modal',
    callback_id: VIEWS.preferences,
    title: plain('My preferences', LIMITS.viewTitle),
    submit: plain('Save', LIMITS.viewButton),
    close: plain('Cancel', LIMITS.viewButton),
    blocks: [
      choice('timeZone', 'Time zone for files', Object.fromEntries(zones.map((zone) => [zone, zone])), own, true),
      choice('detail', 'Answers show', DETAIL, preferences.detail),
      choice('notify', 'When an investigation of mine ends, tell me', NOTIFY, preferences.notify),
      choice('unaddressed', 'Answer my replies in its threads', UNADDRESSED, preferences.unaddressed ? 'yes' : 'no'),
    ],
  };
}

function choice(
  field: string,
  label: string,
  choices: Readonly<Record<string, string>>,
  chosen: string,
  many = false,
): types.InputBlock {
  const options = Object.entries(choices).map(([value, text]) => ({ text: plain(text, 75), value }));
  const initial_option = options.find(({ value }) => value === chosen);
  const element = { action_id: 'chosen', options, ...(initial_option && { initial_option }) };
  return {
    type: 'input',
    block_id: field,
    label: plain(label, LIMITS.inputLabel),
    element: many ? { type: 'static_select', ...element } : { type: 'radio_buttons', ...element },
  };
}

/** Reads the sent form; what is not one of the choices keeps the default. */
export function readPreferences(values: FilledIn): Preferences {
  const chosen = (field: string) => choiceIn(values, field, 'chosen');
  const zone = chosen('timeZone');
  return {
    ...(zone !== undefined && zone !== 'UTC' && { timeZone: zone }),
    detail: chosen('detail') === 'short' ? 'short' : 'full',
    notify: chosen('notify') === 'direct' ? 'direct' : 'thread',
    unaddressed: chosen('unaddressed') === 'yes',
  };
}

/** What being forgotten leaves, and why. */
export const WHAT_STAYS =
  'threads, canvases and files in Slack, which are the workspace’s; what was found out about services, and kept reports until ' +
  'they expire; your account in the user pool, which your organisation looks after; audit entries under a name that ' +
  'nobody can lead back to you; backups until they expire.';

/** Before anything is deleted. */
export function forgetMessage(): SlackMessage {
  return compose('Delete what I keep of you?', [
    {
      keep: true,
      blocks: [
        section(
          mrkdwn`*Delete what I keep of you?* Your preferences, your feedback, my memory of our conversations and your sign-in go, and your name and questions are taken out of my records. What stays: ${WHAT_STAYS}`,
        ),
        actions(
          button('Forget me', ACTIONS.forgetMe, 'forget', {
            style: 'danger',
            confirm: {
              title: 'Forget you?',
              text: 'This cannot be undone.',
              yes: 'Forget me',
              no: 'Keep it',
            },
          }),
        ),
      ],
    },
  ]);
}
