import { commands } from '../acts/command.ts';
import { opensCanvas } from '../core/canvases.ts';
import type { Change } from '../core/changes.ts';
import type { Core } from '../core/core.ts';
import { messageJson } from '../core/messages.ts';
import { viewJson } from '../core/views.ts';
import type { ChannelRecord, EphemeralRecord, MessageRecord, PersonRecord } from '../state/records.ts';
import { bot, team } from '../state/seed.ts';

const newestPerChannel = 1000;

/** Whether a person sees a channel in the page: public ones and their own. */
function sees(channel: ChannelRecord | undefined, user: string): channel is ChannelRecord {
  return channel !== undefined && (channel.kind === 'public' || channel.members.includes(user));
}

/** Everything the page needs to draw the workspace as this person sees it. */
export function pageSnapshot(core: Core, user: string, away: boolean) {
  const channels = core.store.channels.list().filter((channel) => sees(channel, user));
  return {
    team,
    bot: { ...bot, away },
    me: user,
    people: core.store.people.list().map(pagePerson),
    userGroups: core.store.userGroups.list().map(({ id, handle, name }) => ({ id, handle, name })),
    channels: channels.map((channel) => pageChannel(core, channel)),
    messages: channels.flatMap((channel) =>
      core.store
        .messagesIn(channel.id)
        .slice(-newestPerChannel)
        .map((message) => pageMessage(core, message)),
    ),
    ephemerals: core.ephemerals.seenBy(user).map(pageEphemeral),
    views: core.views.stack(user).map(viewJson),
    home: home(core, user),
    statuses: core.statuses.list(),
    sessions: core.store.sessions.list(),
    prompts: core.statuses.suggestions(),
    commands,
    canvases: pageCanvases(core, user),
  };
}

/** The canvases that this person may open. */
function pageCanvases(core: Core, user: string) {
  return core.store.canvases
    .list()
    .filter((one) => opensCanvas(one, user, (channel) => sees(core.store.channels.get(channel), user)))
    .map(({ id, title, markdown }) => ({ id, title, markdown }));
}

/** One change as this person's page gets it; nothing when it does not concern them. */
export function pageEvent(core: Core, user: string, change: Change): Record<string, unknown> | undefined {
  switch (change.kind) {
    case 'message': {
      if (!sees(core.store.channels.get(change.channel), user)) return undefined;
      const message = core.store.message(change.channel, change.ts);
      return message === undefined
        ? { kind: 'message-removed', channel: change.channel, ts: change.ts }
        : { kind: 'message', message: pageMessage(core, message) };
    }
    case 'ephemeral':
      return change.message.recipient === user
        ? { kind: 'ephemeral', message: pageEphemeral(change.message) }
        : undefined;
    case 'ephemeral-removed':
      return change.recipient === user ? change : undefined;
    case 'channel': {
      const channel = core.store.channels.get(change.channel);
      return sees(channel, user) ? { kind: 'channel', channel: pageChannel(core, channel) } : undefined;
    }
    case 'canvases':
      return { kind: 'canvases', canvases: pageCanvases(core, user) };
    case 'people':
      return { kind: 'people', people: core.store.people.list().map(pagePerson) };
    case 'views':
      return change.user === user ? { kind: 'views', views: change.views.map(viewJson) } : undefined;
    case 'home':
      return change.user === user ? { kind: 'home', home: home(core, user) } : undefined;
    case 'status':
      return { kind: 'status', statuses: core.statuses.list(), sessions: core.store.sessions.list() };
    case 'prompts':
      return { kind: 'prompts', prompts: core.statuses.suggestions() };
    case 'bot':
      return change;
  }
}

function home(core: Core, user: string) {
  const view = core.store.homes.get(user);
  return view === undefined ? null : viewJson(view);
}

function pagePerson(person: PersonRecord) {
  const { id, name, realName, title, isAdmin, deactivated, botId, color } = person;
  return { id, name, realName, title, isAdmin, deactivated, isBot: botId !== undefined, color };
}

function pageChannel(core: Core, channel: ChannelRecord) {
  const canvas = core.store.canvases.list().find((one) => one.channel === channel.id);
  return { ...channel, canvas: canvas === undefined ? null : { title: canvas.title, markdown: canvas.markdown } };
}

function pageMessage(core: Core, message: MessageRecord) {
  return { channel: message.channel, ...messageJson(core, message) };
}

function pageEphemeral(message: EphemeralRecord) {
  const { threadTs, recipient: _recipient, ...rest } = message;
  return { ...rest, ...(threadTs === undefined ? {} : { thread_ts: threadTs }), ephemeral: true };
}
