import { ActRefused } from './acts/act-refused.ts';
import { command } from './acts/command.ts';
import { elementByAction } from './acts/find-element.ts';
import { type ElementUse, type Place, press } from './acts/interact.ts';
import { say } from './acts/say.ts';
import { stopSession } from './acts/sessions.ts';
import { closeView, openHome, type SubmissionOutcome, submitView } from './acts/views.ts';
import { userJson } from './api/methods/users.ts';
import type { Core } from './core/core.ts';
import { messageJson, repliesOf } from './core/messages.ts';
import { addReaction } from './core/reactions.ts';
import type { Delivery } from './delivery/bot-client.ts';
import type { Block, CanvasRecord, EphemeralRecord, ViewRecord } from './state/records.ts';

/** A message as the Web API shows it. */
export type ShownMessage = Readonly<Record<string, unknown>> & {
  readonly ts: string;
  readonly text: string;
  readonly user: string;
  readonly blocks?: readonly Block[];
};

/** What people do in the workspace, without a browser. Channels go by id or `#name`. Throws ActRefused as the page shows. */
export interface WorkspaceControl {
  say(user: string, channel: string, text: string, threadTs?: string): { readonly ts: string };
  /** Types a slash command; resolves when the bot acknowledged or the person was told why not. */
  command(user: string, channel: string, text: string, threadTs?: string): Promise<void>;
  /** Uses the element of this action id in a message or view; `chosen` as in `{selected_option: …}`. */
  press(
    user: string,
    place: { readonly channel: string; readonly ts: string } | { readonly viewId: string },
    actionId: string,
    rest?: Pick<ElementUse, 'chosen' | 'values'>,
  ): Promise<Delivery>;
  submit(user: string, values: ViewRecord['values']): Promise<SubmissionOutcome>;
  closeView(user: string): Promise<void>;
  openHome(user: string): void;
  react(user: string, channel: string, ts: string, name: string): void;
  stopSession(user: string, channel: string, threadTs: string): void;
  /** What stands in a channel, oldest first, without replies. */
  messages(channel: string): readonly ShownMessage[];
  /** A thread with its first message, oldest first. */
  replies(channel: string, threadTs: string): readonly ShownMessage[];
  ephemerals(user: string): readonly EphemeralRecord[];
  /** The modals this person has open, the topmost last. */
  views(user: string): readonly ViewRecord[];
  /** Makes a method of the Web API answer with this error, such as `missing_scope`; undefined ends it. */
  refuse(method: string, error: string | undefined): void;
  /** Deactivates an account, as an administrator of the workspace does, or takes that back. */
  deactivate(user: string, deactivated?: boolean): void;
  /** Every canvas, oldest first. */
  canvases(): readonly CanvasRecord[];
  /** Deletes a canvas, as its people may. */
  removeCanvas(id: string): void;
  /** The Home tab published for this person. */
  home(user: string): ViewRecord | undefined;
}

export function createControl(core: Core): WorkspaceControl {
  const idOf = (channel: string): string => {
    const found =
      core.store.channels.get(channel) ??
      core.store.channels.list().find((one) => one.name === channel.replace(/^#/, ''));
    if (found === undefined) throw new ActRefused('There is no such channel.');
    return found.id;
  };
  const shown = (channel: string, ts: string) =>
    messageJson(core, core.store.message(channel, ts)!, { metadata: true }) as unknown as ShownMessage;

  return {
    say: (user, channel, text, threadTs) => ({ ts: say(core, user, channel, text, threadTs).ts }),
    command: (user, channel, text, threadTs) => command(core, user, channel, text, threadTs),
    press: async (user, where, actionId, rest = {}) => {
      const place: Place =
        'viewId' in where
          ? { kind: 'view', ...where }
          : { kind: 'message', channel: idOf(where.channel), ts: where.ts };
      const found = elementByAction(blocksAt(core, user, place), actionId);
      if (found === undefined) throw new ActRefused(`There is no element with the action id ${actionId}.`);
      return press(core, user, place, { blockId: found.blockId, actionId, ...rest });
    },
    submit: (user, values) => {
      const view = core.views.stack(user).at(-1);
      if (view === undefined) throw new ActRefused('No modal is open.');
      return submitView(core, user, view.id, values);
    },
    closeView: (user) => closeView(core, user),
    openHome: (user) => openHome(core, user, 'home'),
    react: (user, channel, ts, name) => {
      const message = core.store.message(idOf(channel), ts);
      if (message === undefined) throw new ActRefused('This message is no longer there.');
      addReaction(core, message, name, user);
    },
    stopSession: (user, channel, threadTs) => stopSession(core, user, idOf(channel), threadTs),
    messages: (channel) =>
      core.store
        .messagesIn(idOf(channel))
        .filter((message) => message.threadTs === undefined || message.broadcast)
        .map((message) => shown(message.channel, message.ts)),
    replies: (channel, threadTs) => {
      const id = idOf(channel);
      const first = core.store.message(id, threadTs);
      return first === undefined
        ? []
        : [first, ...repliesOf(core, id, threadTs)].map((message) => shown(id, message.ts));
    },
    ephemerals: (user) => core.ephemerals.seenBy(user),
    views: (user) => core.views.stack(user),
    refuse: (method, error) => {
      if (error === undefined) core.refusals.delete(method);
      else core.refusals.set(method, error);
    },
    deactivate: (user, deactivated = true) => {
      const person = core.store.people.get(user);
      if (person === undefined) throw new ActRefused('There is no such person.');
      const changed = core.store.people.put(user, { ...person, deactivated });
      const event_ts = core.store.nextTs();
      core.events.send({ type: 'user_change', user: userJson(changed), cache_ts: Number(event_ts), event_ts });
    },
    canvases: () => core.store.canvases.list(),
    removeCanvas: (id) => {
      core.store.canvases.remove(id);
      core.changes.announce({ kind: 'canvases' });
    },
    home: (user) => core.store.homes.get(user),
  };
}

function blocksAt(core: Core, user: string, place: Place): readonly Block[] {
  if (place.kind === 'view') {
    const home = core.store.homes.get(user);
    return core.views.get(place.viewId)?.blocks ?? (home?.id === place.viewId ? home.blocks : []);
  }
  const message = core.store.message(place.channel, place.ts);
  if (message !== undefined) return (messageJson(core, message).blocks as readonly Block[] | undefined) ?? [];
  return core.ephemerals.get(place.channel, place.ts)?.blocks ?? [];
}
