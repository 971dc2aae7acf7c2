import type { ChannelRecord, PersonRecord } from './records.ts';
import type { WorkspaceStore } from './store.ts';

/** The team and the installed app, the same in every local workspace. */
export const team = { id: 'T0LOCALOPS', name: 'Local Ops', domain: 'local-ops', emailDomain: 'example.com' } as const;
export const bot = { user: 'U0SREBOT01', id: 'B0SREBOT01', app: 'A0SREBOT01', name: 'sre', realName: 'SRE' } as const;
/** Slack's own account: its notices to a person come from it. */
export const slackbot = 'USLACKBOT';

const people: readonly PersonRecord[] = [
  person('U0ADAOKA01', 'ada', 'Ada Okafor', 'On call this week', 'ada@example.com', '2b6cb0'),
  person('U0BENRUI02', 'ben', 'Ben Ruiz', 'Platform lead, workspace admin', 'ben@example.com', '2f855a', {
    isAdmin: true,
  }),
  person('U0CAROLN03', 'carol', 'Carol Novak', 'Contractor', 'carol@partner.example.net', '9b2c2c'),
  person('U0DMITRI04', 'dmitri', 'Dmitri Sato', 'Left in spring', 'dmitri@example.com', '718096', {
    deactivated: true,
  }),
];

const channels: readonly [id: string, name: string, topic: string][] = [
  ['C0INCIDENT', 'incidents', 'One thread per incident'],
  ['C0CHECKOUT', 'checkout', 'The checkout team'],
  ['C0GENERAL1', 'general', 'Everyone'],
];

/** Fills an empty store with the team's people, channels and user group; leaves a used one as it is. */
export function seedWorkspace(store: WorkspaceStore, now: Date): void {
  if (store.people.list().length > 0) return;
  const created = Math.floor(now.getTime() / 1000);
  const member = people.filter((one) => !one.deactivated).map((one) => one.id);
  for (const one of people) store.people.put(one.id, one);
  store.people.put(bot.user, {
    ...person(bot.user, bot.name, bot.realName, 'Finds the root cause', '', '553c9a'),
    email: undefined,
    botId: bot.id,
  });
  store.people.put(slackbot, {
    ...person(slackbot, 'slackbot', 'Slackbot', '', '', '4a5568'),
    email: undefined,
    botId: 'B01SLACKBT',
  });
  for (const [id, name, topic] of channels) {
    store.channels.put(id, channel(id, name, 'public', [...member, bot.user], { topic, creator: member[1]!, created }));
  }
  for (const [index, id] of member.entries()) {
    const im = `D0SREBOT0${index + 1}`;
    store.channels.put(im, channel(im, '', 'im', [id, bot.user], { topic: '', creator: id, created }));
  }
  store.userGroups.put('S0ONCALL01', {
    id: 'S0ONCALL01',
    handle: 'oncall',
    name: 'On call',
    description: 'Who is on call now',
    users: [member[0]!],
  });
}

/** A channel without bookmarks or purpose. */
export function channel(
  id: string,
  name: string,
  kind: ChannelRecord['kind'],
  members: readonly string[],
  rest: { topic: string; creator: string; created: number },
): ChannelRecord {
  return { id, name, kind, members, purpose: '', bookmarks: [], ...rest };
}

function person(
  id: string,
  name: string,
  realName: string,
  title: string,
  email: string,
  color: string,
  rest: { isAdmin?: boolean; deactivated?: boolean } = {},
): PersonRecord {
  return {
    id,
    name,
    realName,
    title,
    email,
    color,
    isAdmin: false,
    deactivated: false,
    timeZone: 'Europe/London',
    ...rest,
  };
}
