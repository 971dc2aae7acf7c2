import { randomBytes } from 'node:crypto';
import { isObject } from '../../block-kit/check.ts';
import { type Core, seconds } from '../../core/core.ts';
import { SlackApiError } from '../../core/errors.ts';
import { fileJson } from '../../core/files.ts';
import { post } from '../../core/messages.ts';
import { mimeTypeOf } from '../../state/mime-types.ts';
import { bot } from '../../state/seed.ts';
import { judged } from '../content.ts';
import type { ApiMethod } from '../method.ts';
import { joinedChannel, threadOf } from '../targets.ts';

const maxBytes = 1_073_741_824;

const getUploadUrl: ApiMethod = {
  name: 'files.getUploadURLExternal',
  tier: 4,
  run: (args, core) => {
    const name = args.required('filename');
    args.required('length');
    const size = args.integer('length', 0, { min: 1, max: maxBytes });
    const id = `F${randomBytes(5).toString('hex').toUpperCase()}`;
    core.store.files.put(id, {
      id,
      name,
      title: name,
      altText: args.optional('alt_txt') ?? args.optional('alt_text'),
      mimeType: mimeTypeOf(name),
      size,
      user: bot.user,
      created: seconds(core),
      state: 'awaiting-upload',
      channels: [],
    });
    return { upload_url: `${core.url()}/upload/v1/${id}`, file_id: id };
  },
};

const completeUpload: ApiMethod = {
  name: 'files.completeUploadExternal',
  tier: 4,
  run: (args, core) => {
    const sent = args.json('files', 'invalid_arguments');
    if (!Array.isArray(sent) || sent.length === 0 || !sent.every(isObject))
      throw new SlackApiError('invalid_arguments', ['missing required field: files']);
    const files = sent.map((one) => ({
      id: String(one.id),
      title: typeof one.title === 'string' ? one.title : undefined,
    }));
    for (const { id } of files)
      if (core.store.files.get(id)?.state !== 'uploaded') throw new SlackApiError('file_not_found');
    const channel = args.optional('channel_id') === undefined ? undefined : joinedChannel(args, core, 'channel_id');
    const parent = channel && threadOf(args, core, channel);
    const blocks = args.json('blocks', 'invalid_blocks_format');
    for (const { id, title } of files) complete(core, id, title, channel?.id);
    if (channel !== undefined)
      post(core, channel, {
        user: bot.user,
        botId: bot.id,
        subtype: 'file_share',
        text: args.optional('initial_comment') ?? '',
        blocks: blocks === undefined ? undefined : judged(blocks),
        files: files.map((one) => one.id),
        threadTs: parent?.ts,
      });
    return { files: files.map((one) => fileJson(core, one.id)) };
  },
};

function complete(core: Core, id: string, title: string | undefined, channel: string | undefined): void {
  const file = core.store.files.get(id)!;
  const channels = channel === undefined ? file.channels : [...file.channels, channel];
  core.store.files.put(id, { ...file, title: title ?? file.title, state: 'complete', channels });
}

const showFile: ApiMethod = {
  name: 'files.info',
  tier: 4,
  run: (args, core) => {
    const file = fileJson(core, args.required('file'));
    if (file === undefined) throw new SlackApiError('file_not_found');
    return { file };
  },
};

export const fileMethods: readonly ApiMethod[] = [getUploadUrl, completeUpload, showFile];
