import type { webApi } from '@slack/bolt';
import { SreError, toSreError } from '../../domain/errors.ts';
import type { Redacted } from '../../domain/redacted.ts';
import { redactedFile } from '../../redaction/outgoing.ts';
import { literalLine } from '../views/text.ts';
import { callSlack, fetchObeying } from './call.ts';
import { paceOf } from './poster.ts';

export interface UploadedFile {
  /** With its ending: Slack tells the type by it. */
  readonly name: string;
  readonly title: string;
  readonly content: string | Uint8Array;
  /** What a screen reader says of a picture. */
  readonly altText?: string;
}

const SEND_MS = 15_000;

/**
 * Uploads a file, and shares it in a thread when `place` is given; without one it is only there to be shown by an image
 * block. Returns its id. Throws SreError.
 */
export async function uploadFile(
  client: webApi.WebClient,
  file: UploadedFile,
  place?: { readonly channel: string; readonly threadTs?: string; readonly text: string },
): Promise<string> {
  // Before it is measured: what is taken out makes it shorter.
  const bytes = redactedFile(file.content);
  const { upload_url: url, file_id: id } = await callSlack(
    () =>
      client.files.getUploadURLExternal({
        filename: file.name,
        length: bytes.length,
        ...(file.altText && { alt_text: literalLine(file.altText, 1_000) }),
      }),
    { repeatable: true },
  );
  if (url === undefined || id === undefined) throw new SreError('bad-upstream', 'Slack gave no place to upload to');
  await send(url, bytes);
  const files: [{ id: string; title: string }] = [{ id, title: literalLine(file.title, 255) || file.name }];
  if (place === undefined) {
    await callSlack(() => client.files.completeUploadExternal({ files }), { repeatable: false });
    return id;
  }
  // Sharing posts a message, so it waits for the channel's turn.
  const { channel, threadTs, text } = place;
  const pace = paceOf(client);
  await pace.run(channel, () =>
    callSlack(
      async () => {
        await pace.turn(channel);
        const shared = { files, channel_id: channel, initial_comment: text };
        return client.files.completeUploadExternal(
          threadTs === undefined ? shared : { ...shared, thread_ts: threadTs },
        );
      },
      { repeatable: false },
    ),
  );
  return id;
}

async function send(url: string, bytes: Redacted<Uint8Array<ArrayBuffer>>): Promise<void> {
  const response = await fetchObeying(url, { method: 'POST', body: bytes }, SEND_MS).catch((error: unknown) => {
    const known = toSreError(error, 'the upload broke off');
    throw known.kind === 'internal' ? new SreError('unavailable', known.message, { cause: error }) : known;
  });
  await response.body?.cancel();
  if (!response.ok) throw new SreError('unavailable', `the upload was answered HTTP ${response.status}`);
}
