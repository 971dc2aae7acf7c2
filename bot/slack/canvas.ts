import type { webApi } from '@slack/bolt';
import { SreError } from '../domain/errors.ts';
import { callSlack, slackCode } from './transport/call.ts';

/** Slack takes 1,048,576 characters; a document of ours is far shorter. */
const MOST_CHARACTERS = 1_000_000;
const MOST_TITLE = 150;

/** Why a channel's own canvas cannot be made where one of its own still can. */
const ANOTHER_WAY = /^(?:channel_canvas_already_exists|channel_canvas_creation_failed|canvas_tab_creation_failed)$/;

/**
 * Makes a canvas and returns its id: as the tab of the channel `tab` where that has none yet, else on its own. One of
 * its own is the bot's until it is shared. `markdown` is in the subset that canvases take. Throws SreError.
 */
export async function makeCanvas(
  client: webApi.WebClient,
  canvas: { readonly title: string; readonly markdown: string; readonly tab?: string },
): Promise<{ readonly id: string; readonly isTab: boolean }> {
  const { tab } = canvas;
  const title = canvas.title.slice(0, MOST_TITLE);
  const document_content = contentOf(canvas.markdown);
  if (tab !== undefined) {
    try {
      const made = await callSlack(
        () => client.conversations.canvases.create({ channel_id: tab, title, document_content }),
        { repeatable: false },
      );
      return { id: idOf(made.canvas_id), isTab: true };
    } catch (error) {
      if (!ANOTHER_WAY.test(slackCode(error) ?? '')) throw error;
    }
  }
  const made = await callSlack(() => client.canvases.create({ title, document_content }), { repeatable: false });
  return { id: idOf(made.canvas_id), isTab: false };
}

/** Puts Markdown before or after what stands in a canvas, which stays as people left it. Throws SreError. */
export async function addToCanvas(
  client: webApi.WebClient,
  id: string,
  markdown: string,
  where: 'start' | 'end',
): Promise<void> {
  const operation = where === 'start' ? 'insert_at_start' : 'insert_at_end';
  await callSlack(
    () => client.canvases.edit({ canvas_id: id, changes: [{ operation, document_content: contentOf(markdown) }] }),
    { repeatable: false },
  );
}

/**
 * Lets the people of a channel write in a canvas; in a direct message, the one person. Slack wants its link to stand in a
 * message there before. Throws SreError.
 */
export async function shareCanvas(
  client: webApi.WebClient,
  id: string,
  to: { readonly channel: string; readonly user: string },
): Promise<void> {
  const whom = to.channel.startsWith('D')
    ? { user_ids: [to.user] as [string] }
    : { channel_ids: [to.channel] as [string] };
  await callSlack(() => client.canvases.access.set({ canvas_id: id, access_level: 'write', ...whom }), {
    repeatable: true,
  });
}

const workspaces = new WeakMap<webApi.WebClient, Promise<string>>();

/** The address that opens a canvas. Throws SreError while Slack does not say where the workspace is. */
export async function canvasLink(client: webApi.WebClient, teamId: string, id: string): Promise<string> {
  const asked =
    workspaces.get(client) ?? callSlack(() => client.auth.test(), { repeatable: true }).then(({ url }) => url ?? '');
  workspaces.set(client, asked);
  const url = await asked.catch((error) => {
    workspaces.delete(client);
    throw error;
  });
  return `${url.replace(/\/$/, '')}/docs/${teamId}/${id}`;
}

/** True when the canvas is not there any more: its people deleted it. */
export function isCanvasGone(error: unknown): boolean {
  return /^(?:canvas_not_found|canvas_deleted|file_not_found|file_deleted)$/.test(slackCode(error) ?? '');
}

const REASONS: Readonly<Record<string, string>> = {
  free_teams_cannot_create_non_tabbed_canvases: 'this Slack plan has no canvases of their own',
  free_team_canvas_tab_already_exists: 'this Slack plan has one canvas a channel, and it is taken',
  team_tier_cannot_create_channel_canvases: 'this Slack plan has no canvases for channels',
  canvas_disabled_user_team: 'canvases are switched off in this workspace',
  missing_scope: 'the app lacks the scope canvases:write; install it anew from its manifest',
  restricted_action: 'this workspace does not let the app make canvases',
  access_denied: 'this workspace does not let the app make canvases',
  no_permission: 'this workspace does not let the app make canvases',
  ekm_access_denied: 'this workspace does not let the app make canvases',
  unknown_method: 'this workspace has no canvases',
};

/** Why there is no canvas, as the end of a sentence. */
export function whyNoCanvas(error: unknown): string {
  return REASONS[slackCode(error) ?? ''] ?? 'Slack made no canvas just now';
}

function contentOf(markdown: string) {
  return { type: 'markdown' as const, markdown: markdown.slice(0, MOST_CHARACTERS) };
}

function idOf(id: string | undefined): string {
  if (id !== undefined && /^[A-Z0-9]{1,40}$/.test(id)) return id;
  throw new SreError('bad-upstream', 'Slack made a canvas without an id');
}
