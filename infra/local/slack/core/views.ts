import { randomBytes } from 'node:crypto';
import { limits } from '../block-kit/limits.ts';
import type { Block, ViewRecord } from '../state/records.ts';
import { bot, team } from '../state/seed.ts';
import type { Changes } from './changes.ts';
import { SlackApiError } from './errors.ts';

/** A view as the bot wrote it, already judged. */
export type JudgedView = Record<string, unknown> & { readonly blocks: readonly Block[] };

/** The modals each person has open, the topmost last. */
export interface Views {
  open(user: string, view: JudgedView): ViewRecord;
  /** Throws `push_limit_reached` at three modals. */
  push(user: string, view: JudgedView): ViewRecord;
  /** Throws `not_found` or `hash_conflict`. */
  update(target: { viewId?: string; externalId?: string }, view: JudgedView, hash?: string): ViewRecord;
  /** Keeps what the person typed. */
  fill(viewId: string, values: ViewRecord['values']): void;
  get(viewId: string): ViewRecord | undefined;
  stack(user: string): readonly ViewRecord[];
  /** Closes the topmost modal of a person, or all of them; returns those closed, the topmost first. */
  close(user: string, all: boolean): readonly ViewRecord[];
}

export function createViews(changes: Changes): Views {
  const stacks = new Map<string, readonly ViewRecord[]>();
  const stack = (user: string) => stacks.get(user) ?? [];
  const set = (user: string, views: readonly ViewRecord[]) => {
    stacks.set(user, views);
    changes.announce({ kind: 'views', user, views });
  };
  const everyView = () => [...stacks.values()].flat();
  const refuseTakenExternalId = (view: JudgedView, except?: string) => {
    const externalId = String(view.external_id ?? '');
    if (externalId !== '' && everyView().some((one) => one.externalId === externalId && one.id !== except))
      throw new SlackApiError('duplicate_external_id');
  };

  return {
    open: (user, view) => {
      refuseTakenExternalId(view);
      const opened = createView(user, view);
      set(user, [opened]);
      return opened;
    },
    push: (user, view) => {
      refuseTakenExternalId(view);
      const under = stack(user);
      if (under.length >= limits.view.stack) throw new SlackApiError('push_limit_reached');
      const pushed = createView(user, view, under.at(-1));
      set(user, [...under, pushed]);
      return pushed;
    },
    update: (target, view, hash) => {
      const current = everyView().find(
        (one) => one.id === target.viewId || (target.externalId !== undefined && one.externalId === target.externalId),
      );
      if (current === undefined) throw new SlackApiError('not_found');
      if (hash !== undefined && hash !== current.hash) throw new SlackApiError('hash_conflict');
      refuseTakenExternalId(view, current.id);
      const kept = new Set(view.blocks.map((block) => block.block_id));
      const updated: ViewRecord = {
        ...createView(current.user, view),
        id: current.id,
        rootId: current.rootId,
        previousId: current.previousId,
        values: Object.fromEntries(Object.entries(current.values).filter(([blockId]) => kept.has(blockId))),
      };
      set(
        current.user,
        stack(current.user).map((one) => (one.id === current.id ? updated : one)),
      );
      return updated;
    },
    fill: (viewId, values) => {
      const view = everyView().find((one) => one.id === viewId);
      if (view === undefined) return;
      stacks.set(
        view.user,
        stack(view.user).map((one) => (one.id === viewId ? { ...one, values } : one)),
      );
    },
    get: (viewId) => everyView().find((one) => one.id === viewId),
    stack,
    close: (user, all) => {
      const open = stack(user);
      const left = all ? [] : open.slice(0, -1);
      set(user, left);
      return open.slice(left.length).reverse();
    },
  };
}

/** A new view of this person. */
export function createView(user: string, view: JudgedView, under?: ViewRecord): ViewRecord {
  const id = `V${randomBytes(6).toString('hex').toUpperCase()}`;
  return {
    id,
    user,
    type: view.type === 'home' ? 'home' : 'modal',
    callbackId: String(view.callback_id ?? ''),
    externalId: String(view.external_id ?? ''),
    privateMetadata: String(view.private_metadata ?? ''),
    title: view.title,
    submit: view.submit,
    close: view.close,
    clearOnClose: view.clear_on_close === true,
    notifyOnClose: view.notify_on_close === true,
    submitDisabled: view.submit_disabled === true,
    blocks: view.blocks,
    hash: `${Math.floor(Date.now() / 1000)}.${randomBytes(5).toString('base64url')}`,
    rootId: under?.rootId ?? id,
    previousId: under?.id,
    values: {},
  };
}

/** The view as the Web API and payloads show it. */
export function viewJson(view: ViewRecord): Record<string, unknown> {
  return {
    id: view.id,
    team_id: team.id,
    app_id: bot.app,
    app_installed_team_id: team.id,
    bot_id: bot.id,
    type: view.type,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    close: view.close ?? null,
    submit: view.submit ?? null,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    external_id: view.externalId,
    state: { values: view.values },
    hash: view.hash,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    submit_disabled: view.submitDisabled ?? false,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
  };
}
