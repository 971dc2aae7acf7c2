import { judgeView } from '../../block-kit/validate.ts';
import { refuse, SlackApiError } from '../../core/errors.ts';
import { createView, type JudgedView, viewJson } from '../../core/views.ts';
import type { Arguments } from '../arguments.ts';
import type { ApiMethod } from '../method.ts';
import { personOf } from '../targets.ts';

/** Reads and judges `view`, which must be of this type. */
function readView(args: Arguments, type: 'modal' | 'home'): JudgedView {
  args.required('view');
  const judgement = judgeView(args.json('view', 'invalid_arguments'));
  if ('error' in judgement) refuse(judgement);
  if (judgement.view.type !== type)
    throw new SlackApiError('invalid_arguments', [
      `unsupported type: ${String(judgement.view.type)} [json-pointer:/view/type]`,
    ]);
  return judgement.view;
}

const open: ApiMethod = {
  name: 'views.open',
  tier: 4,
  run: (args, core) => {
    const triggerId = args.required('trigger_id');
    const view = readView(args, 'modal');
    const { user } = core.triggers.exchange(triggerId);
    return { view: viewJson(core.views.open(user, view)) };
  },
};

const push: ApiMethod = {
  name: 'views.push',
  tier: 4,
  run: (args, core) => {
    const triggerId = args.required('trigger_id');
    const view = readView(args, 'modal');
    const { user } = core.triggers.exchange(triggerId);
    return { view: viewJson(core.views.push(user, view)) };
  },
};

const update: ApiMethod = {
  name: 'views.update',
  tier: 4,
  run: (args, core) => {
    const target = { viewId: args.optional('view_id'), externalId: args.optional('external_id') };
    if (target.viewId === undefined && target.externalId === undefined)
      throw new SlackApiError('invalid_arguments', ['missing required field: view_id']);
    return { view: viewJson(core.views.update(target, readView(args, 'modal'), args.optional('hash'))) };
  },
};

const publish: ApiMethod = {
  name: 'views.publish',
  tier: 4,
  run: (args, core) => {
    const user = args.required('user_id');
    personOf(core, user);
    const view = readView(args, 'home');
    const known = core.store.homes.get(user);
    const hash = args.optional('hash');
    if (known !== undefined && hash !== undefined && hash !== known.hash) throw new SlackApiError('hash_conflict');
    const fresh = createView(user, view);
    const published = { ...fresh, id: known?.id ?? fresh.id, rootId: known?.id ?? fresh.id };
    core.store.homes.put(user, published);
    core.changes.announce({ kind: 'home', user });
    return { view: viewJson(published) };
  },
};

export const viewMethods: readonly ApiMethod[] = [open, push, update, publish];
