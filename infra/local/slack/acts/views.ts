import { isObject } from '../block-kit/check.ts';
import { judgeView } from '../block-kit/validate.ts';
import { type Core, directMessage } from '../core/core.ts';
import { viewJson } from '../core/views.ts';
import type { ViewRecord } from '../state/records.ts';
import { bot } from '../state/seed.ts';
import { ActRefused } from './act-refused.ts';
import { deliverInteraction, interactionHead } from './interact.ts';

/** How a submission ended: errors stand beside the inputs of their `block_id`; a failure is shown in the modal. */
export type SubmissionOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly message: string };

const trouble = 'We had some trouble connecting. Try again?';

/** A person submits the topmost modal. The bot's answer may close, update, push, clear or show errors. */
export async function submitView(
  core: Core,
  user: string,
  viewId: string,
  values: ViewRecord['values'],
): Promise<SubmissionOutcome> {
  core.views.fill(viewId, values);
  const view = core.views.get(viewId);
  if (view === undefined || view.user !== user) throw new ActRefused('This view is closed.');
  const delivery = await deliverInteraction(core, {
    ...interactionHead(core, 'view_submission', user),
    trigger_id: core.triggers.issue(user, viewId),
    view: viewJson(view),
    response_urls: [],
  });
  if (!delivery.ok) return { kind: 'failed', message: trouble };
  if (delivery.body.trim() === '') {
    core.views.close(user, false);
    return { kind: 'done' };
  }
  return applyAnswer(core, user, view, delivery.body);
}

function applyAnswer(core: Core, user: string, view: ViewRecord, body: string): SubmissionOutcome {
  const answer = parsed(body);
  if (!isObject(answer)) return { kind: 'failed', message: trouble };
  switch (answer.response_action) {
    case undefined:
      core.views.close(user, false);
      return { kind: 'done' };
    case 'clear':
      core.views.close(user, true);
      return { kind: 'done' };
    case 'errors': {
      const errors = isObject(answer.errors) ? answer.errors : {};
      const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
      const unknown = Object.keys(errors).filter((blockId) => !inputs.has(blockId));
      if (unknown.length > 0 || Object.keys(errors).length === 0) {
        core.logger?.warn({ viewId: view.id, unknown }, 'errors of a submission name no input block');
        return { kind: 'failed', message: trouble };
      }
      return {
        kind: 'errors',
        errors: Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, String(text)])),
      };
    }
    case 'update':
    case 'push': {
      const judgement = judgeView(answer.view);
      if ('error' in judgement) {
        core.logger?.warn({ viewId: view.id, problems: judgement.problems }, 'view of a submission refused');
        return { kind: 'failed', message: trouble };
      }
      if (answer.response_action === 'push') core.views.push(user, judgement.view);
      else core.views.update({ viewId: view.id }, judgement.view);
      return { kind: 'done' };
    }
    default:
      return { kind: 'failed', message: trouble };
  }
}

/** A person closes the topmost modal, or all (`clear`); the bot hears of those with `notify_on_close`. */
export async function closeView(core: Core, user: string, clear = false): Promise<void> {
  for (const view of core.views.close(user, clear)) {
    if (!view.notifyOnClose) continue;
    await deliverInteraction(core, {
      ...interactionHead(core, 'view_closed', user),
      view: viewJson(view),
      is_cleared: clear,
    });
  }
}

/** A person opens the app's Home tab (`home`) or its messages. */
export function openHome(core: Core, user: string, tab: 'home' | 'messages'): void {
  const channel = directMessage(core, user, bot.user);
  const home = core.store.homes.get(user);
  core.events.send({
    type: 'app_home_opened',
    user,
    channel: channel?.id,
    tab,
    ...(tab === 'home' && home !== undefined ? { view: viewJson(home) } : {}),
    event_ts: core.store.nextTs(),
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
