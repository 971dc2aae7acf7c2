import { isObject } from '../../block-kit/check.ts';
import { canvasProblem, isLinkedIn } from '../../core/canvases.ts';
import { type Core, directMessage } from '../../core/core.ts';
import { SlackApiError } from '../../core/errors.ts';
import type { CanvasRecord } from '../../state/records.ts';
import { bot } from '../../state/seed.ts';
import type { Arguments } from '../arguments.ts';
import type { ApiMethod } from '../method.ts';
import { joinedChannel, personOf } from '../targets.ts';

function markdownOf(content: unknown, pointer: string, failure: string): string {
  if (!isObject(content) || content.type !== 'markdown' || typeof content.markdown !== 'string')
    throw new SlackApiError('invalid_arguments', [`must be {type: "markdown", markdown} [json-pointer:${pointer}]`]);
  const problem = canvasProblem(content.markdown);
  if (problem !== undefined) throw new SlackApiError(failure, [`${problem} [json-pointer:${pointer}/markdown]`]);
  return content.markdown;
}

function createCanvas(args: Arguments, core: Core, channel: string | undefined): { canvas_id: string } {
  const content = args.json('document_content', 'invalid_arguments');
  const markdown = content === undefined ? '' : markdownOf(content, '/document_content', 'canvas_creation_failed');
  const id = `F${core.store.nextTs().replace('.', '').slice(-10)}`;
  keep(core, { id, channel, title: args.optional('title') ?? 'Untitled', markdown });
  return { canvas_id: id };
}

function keep(core: Core, canvas: CanvasRecord): void {
  core.store.canvases.put(canvas.id, canvas);
  core.changes.announce({ kind: 'canvases' });
  if (canvas.channel !== undefined) core.changes.announce({ kind: 'channel', channel: canvas.channel });
}

function canvasOf(args: Arguments, core: Core): CanvasRecord {
  const canvas = core.store.canvases.get(args.required('canvas_id'));
  if (canvas === undefined) throw new SlackApiError('canvas_not_found');
  return canvas;
}

const hasCanvas = (core: Core, channel: string) => core.store.canvases.list().some((one) => one.channel === channel);

/** Canvases. The sections of one are not kept apart, so the operations that name a section are refused. */
export const canvasMethods: readonly ApiMethod[] = [
  {
    name: 'canvases.create',
    tier: 2,
    run: (args, core) => {
      const tab = args.optional('channel_id') === undefined ? undefined : joinedChannel(args, core, 'channel_id');
      if (core.plan === 'free' && tab === undefined)
        throw new SlackApiError('free_teams_cannot_create_non_tabbed_canvases');
      if (core.plan === 'free' && tab !== undefined && hasCanvas(core, tab.id))
        throw new SlackApiError('free_team_canvas_tab_already_exists');
      return createCanvas(args, core, tab?.id);
    },
  },
  {
    name: 'conversations.canvases.create',
    tier: 2,
    run: (args, core) => {
      const channel = joinedChannel(args, core, 'channel_id');
      if (hasCanvas(core, channel.id))
        throw new SlackApiError(
          core.plan === 'free' ? 'free_team_canvas_tab_already_exists' : 'channel_canvas_already_exists',
        );
      return createCanvas(args, core, channel.id);
    },
  },
  {
    name: 'canvases.edit',
    tier: 3,
    run: (args, core) => {
      const canvas = canvasOf(args, core);
      const changes = args.json('changes', 'invalid_arguments');
      if (!Array.isArray(changes) || changes.length !== 1 || !isObject(changes[0]))
        throw new SlackApiError('invalid_arguments', ['must hold exactly one change [json-pointer:/changes]']);
      const { operation, section_id, document_content } = changes[0];
      if (section_id !== undefined) throw new SlackApiError('canvas_editing_failed', ['no such section']);
      const added = markdownOf(document_content, '/changes/0/document_content', 'canvas_editing_failed');
      const markdown =
        operation === 'replace'
          ? added
          : operation === 'insert_at_end'
            ? `${canvas.markdown}\n${added}`
            : operation === 'insert_at_start'
              ? `${added}\n${canvas.markdown}`
              : undefined;
      if (markdown === undefined)
        throw new SlackApiError('invalid_arguments', ['unsupported operation [json-pointer:/changes/0/operation]']);
      if (canvasProblem(markdown) !== undefined) throw new SlackApiError('canvas_editing_failed');
      keep(core, { ...canvas, markdown });
      return {};
    },
  },
  {
    name: 'canvases.access.set',
    tier: 3,
    run: (args, core) => {
      const canvas = canvasOf(args, core);
      const level = args.required('access_level');
      const [channels, users] = [args.ids('channel_ids'), args.ids('user_ids')];
      if (channels.length > 0 === users.length > 0) throw new SlackApiError('invalid_parameters');
      if (!['read', 'write'].includes(level)) throw new SlackApiError('invalid_arguments', ['/access_level']);
      for (const id of channels) {
        const channel = core.store.channels.get(id);
        // Slack takes no direct messages here, and wants the canvas to be shared in the channel first.
        if (channel === undefined || !['public', 'private'].includes(channel.kind))
          throw new SlackApiError('channel_not_found');
        if (!isLinkedIn(core, canvas, channel)) throw new SlackApiError('restricted_action');
      }
      for (const id of users) {
        const direct = directMessage(core, bot.user, personOf(core, id).id);
        if (direct === undefined || !isLinkedIn(core, canvas, direct))
          throw new SlackApiError('failed_to_update_user_ids');
      }
      keep(core, { ...canvas, sharedWith: [...new Set([...(canvas.sharedWith ?? []), ...channels, ...users])] });
      return {};
    },
  },
];
