import { isObject } from '../../block-kit/check.ts';
import type { Core } from '../../core/core.ts';
import { SlackApiError } from '../../core/errors.ts';
import type { Arguments } from '../arguments.ts';
import type { ApiMethod } from '../method.ts';
import { joinedChannel } from '../targets.ts';

function createCanvas(args: Arguments, core: Core, channel: string | undefined): { canvas_id: string } {
  const content = args.json('document_content', 'invalid_arguments');
  if (
    content !== undefined &&
    (!isObject(content) || content.type !== 'markdown' || typeof content.markdown !== 'string')
  )
    throw new SlackApiError('invalid_arguments', [
      'must be {type: "markdown", markdown} [json-pointer:/document_content]',
    ]);
  const id = `F${core.store.nextTs().replace('.', '').slice(-10)}`;
  core.store.canvases.put(id, {
    id,
    channel,
    title: args.optional('title') ?? 'Untitled',
    markdown: content === undefined ? '' : String(content.markdown),
  });
  if (channel !== undefined) core.changes.announce({ kind: 'channel', channel });
  return { canvas_id: id };
}

export const canvasMethods: readonly ApiMethod[] = [
  { name: 'canvases.create', tier: 2, run: (args, core) => createCanvas(args, core, undefined) },
  {
    name: 'conversations.canvases.create',
    tier: 2,
    run: (args, core) => {
      const channel = joinedChannel(args, core, 'channel_id');
      if (core.store.canvases.list().some((canvas) => canvas.channel === channel.id))
        throw new SlackApiError('channel_canvas_already_exists');
      return createCanvas(args, core, channel.id);
    },
  },
];
