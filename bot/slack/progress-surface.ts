import type { webApi } from '@slack/bolt';
import { SreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import { SYSTEM_ACTOR } from '../domain/system-actor.ts';
import type { MessageLedger, PostedMessage } from '../ports/message-ledger.ts';
import type { SourceProgress } from '../ports/notifier.ts';
import { callSlack, slackCode } from './transport/call.ts';
import { type Poster, type PostPlace, paceOf, type Unless } from './transport/poster.ts';
import { progressMessage } from './views/progress.ts';
import { closed, taskChunks } from './views/task-cards.ts';
import { literalLine } from './views/text.ts';
import { targetInWords } from './views/wording.ts';

/** What a workspace turned out to know: asked once for each process, by the first investigation. */
export interface WorkspaceAbilities {
  /** Streams with task cards, and sessions with Slack's own Stop. */
  streams: boolean;
}

export interface ProgressSurfaceDeps {
  readonly client: webApi.WebClient;
  readonly poster: Poster;
  readonly ledger: MessageLedger;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly abilities: WorkspaceAbilities;
}

/**
 * Shows the states of one investigation, as task cards in a stream or as one message that is edited. False where nothing
 * stands, because it was stopped before.
 */
export type ProgressSurface = (sources: readonly SourceProgress[], running: boolean) => Promise<boolean>;

/** Where the progress of an investigation is kept in the ledger. */
const KEY = 'progress';
/** Words with which Slack says that a workspace, an app or a conversation has no streams or sessions. */
const NOT_THERE =
  /^(?:unknown_method|method_not_supported\w*|missing_scope|not_allowed\w*|feature_not_enabled|team_not_\w+|not_supported|access_denied|no_permission|channel_type_not_supported|invalid_arguments|missing_recipient_\w+|team_not_found)$/;

/** `isStopped` is asked before anything is begun or goes on: Slack would show it below the end, with a Stop of its own. */
export function createProgressSurface(
  deps: ProgressSurfaceDeps,
  request: InvestigationRequest,
  threadTs: string,
  place: PostPlace,
  isStopped: Unless = async () => false,
): ProgressSurface {
  const { client, poster, ledger, sleep, abilities } = deps;
  let shown: readonly SourceProgress[] = [];
  let streaming: PostedMessage | undefined;
  let edited: PostedMessage | undefined;
  const mayStream = () => abilities.streams && request.askedBy.slackUserId !== SYSTEM_ACTOR.userId;
  /**
   * Where a message stands in the place of a stream, a process before this one may have begun a stream and ended before it
   * noted that: whoever comes to the end looks whether one is open, for who knew of the doubt may have ended as well.
   */
  const leaveNoneOpen = async () => {
    if (mayStream()) await endOpenStream(deps, request.thread.channel, threadTs);
  };

  const edit = async (sources: readonly SourceProgress[], running: boolean) => {
    const content = progressMessage(request.id, running ? sources : closed(sources), running);
    if (edited === undefined) {
      let fresh = false;
      edited = await poster.once(
        request.id,
        () => [KEY],
        place,
        () => {
          fresh = true;
          return content;
        },
        isStopped,
      );
      if (edited === undefined || fresh) return edited !== undefined;
    }
    await poster.edit(edited, content);
    return true;
  };

  /** Opens the stream, or finds the one that stands; undefined where the workspace has none, or is busy. */
  async function begin(sources: readonly SourceProgress[]): Promise<PostedMessage | undefined> {
    // A stream needs somebody to stream to: what the bot looks into by itself has nobody.
    if (!mayStream()) return undefined;
    const { channel } = request.thread;
    let begun: PostedMessage | undefined;
    let isProcessing = false;
    try {
      await setSession(deps, channel, threadTs, 'processing', `Looking into ${targetInWords(request.target)}`);
      isProcessing = true;
      const pace = paceOf(client);
      begun = await pace.run(channel, async () => {
        const known = await ledger.begin(request.id, KEY);
        if (known.state === 'sent') return { channel: known.channel, ts: known.ts };
        if (known.state === 'held') return undefined;
        if (await isStopped()) return undefined;
        const lost = known.state === 'unsure' ? await findStream(deps, channel, threadTs) : undefined;
        if (lost !== undefined) {
          await ledger.sent(request.id, KEY, lost);
          return lost;
        }
        const started = await callSlack(
          async () => {
            await pace.turn(channel);
            return client.chat.startStream({
              channel,
              thread_ts: threadTs,
              recipient_user_id: request.askedBy.slackUserId,
              recipient_team_id: request.askedBy.teamId,
              task_display_mode: 'plan',
              chunks: taskChunks([], sources, true),
            });
          },
          { repeatable: false, sleep, waits: 0 },
        );
        const message = { channel: started.channel ?? channel, ts: started.ts ?? '' };
        await ledger.sent(request.id, KEY, message);
        shown = sources;
        return message;
      });
    } catch (error) {
      if (NOT_THERE.test(slackCode(error) ?? '')) abilities.streams = false;
      else if (!(error instanceof SreError) || error.kind !== 'rate-limited') throw error;
    }
    // The edited message has a Stop of its own; Slack's would stay beside the thread for ever.
    if (begun === undefined && isProcessing) await setSession(deps, channel, threadTs, 'active').catch(() => undefined);
    return begun;
  }

  /** The end of what is a message now, and of the session where Slack has one. */
  const endEdited = async (sources: readonly SourceProgress[]) => {
    const stands = await edit(sources, false);
    if (streaming !== undefined) await setSession(deps, request.thread.channel, threadTs, 'active');
    await leaveNoneOpen();
    return stands;
  };

  return async (sources, running) => {
    if (running && (await isStopped())) return edited !== undefined || streaming !== undefined;
    if (edited !== undefined) {
      // What Slack ended keeps its cards; only the end is worth a word below them.
      if (!running) await endEdited(sources);
      else if (streaming === undefined) await edit(sources, true);
      return true;
    }
    streaming ??= await begin(sources);
    if (streaming === undefined) return running ? edit(sources, true) : endEdited(sources);
    if (shown === sources && running) return true;
    try {
      if (running) {
        const chunks = taskChunks(shown, sources, true);
        await callSlack(() => client.chat.appendStream({ ...streaming!, chunks }), { repeatable: false, sleep });
      } else {
        await endStream(deps, streaming, taskChunks(shown, closed(sources), false));
      }
      shown = sources;
    } catch (error) {
      // Slack ended the stream: a person pressed its Stop, or it was open too long. The message is ours to edit now.
      if (slackCode(error) === undefined) throw error;
      edited = streaming;
      if (!running) await endEdited(sources);
      return true;
    }
    return true;
  };
}

/**
 * Ends the progress that another process left behind, stream or message, and the session beside the thread: no Stop is to
 * stay. Also where it was begun and that was never noted. Throws SreError.
 */
export async function endLeftProgress(
  deps: ProgressSurfaceDeps,
  request: InvestigationRequest,
  threadTs: string,
  place: PostPlace,
): Promise<void> {
  const { channel } = request.thread;
  const noted = await deps.poster.standing(request.id, KEY, place);
  const open = deps.abilities.streams ? await findStream(deps, channel, threadTs) : undefined;
  const message = noted ?? open;
  if (deps.abilities.streams) {
    try {
      // Begun, never noted, and then begun again by another process, as a message.
      if (open !== undefined && open.ts !== message?.ts) await endStream(deps, open, []);
      if (message === undefined) await setSession(deps, channel, threadTs, 'active');
      else await endStream(deps, message, []);
      return;
    } catch (error) {
      // A workspace without sessions has no such method: what it does not know it does not show.
      const isUnknownMethod = error instanceof SreError && error.kind === 'bad-upstream';
      if (slackCode(error) === undefined && !isUnknownMethod) throw error;
    }
  }
  if (message !== undefined) await deps.poster.edit(message, progressMessage(request.id, [], false));
}

/** As Slack's event types know it; those of the Web API leave it out for messages. */
interface StreamedMessage {
  readonly ts?: string;
  readonly user?: string;
  readonly streaming_state?: string;
}

/** A stream of ours that is open in the thread: one whose beginning was never noted carries no mark to know it by. */
async function findStream(
  { client, sleep }: ProgressSurfaceDeps,
  channel: string,
  threadTs: string,
): Promise<PostedMessage | undefined> {
  const query = { channel, ts: threadTs, limit: 1_000 };
  const { user_id: me } = await callSlack(() => client.auth.test(), { repeatable: true, sleep });
  const { messages } = await callSlack(() => client.conversations.replies(query), { repeatable: true, sleep });
  const open = (messages as readonly StreamedMessage[] | undefined)?.findLast(
    ({ streaming_state, user }) => streaming_state === 'in_progress' && user === me,
  );
  return open?.ts === undefined ? undefined : { channel, ts: open.ts };
}

async function endOpenStream(deps: ProgressSurfaceDeps, channel: string, threadTs: string): Promise<void> {
  const open = await findStream(deps, channel, threadTs);
  if (open !== undefined) await endStream(deps, open, []);
}

async function endStream(
  { client, sleep }: ProgressSurfaceDeps,
  message: PostedMessage,
  chunks: ReturnType<typeof taskChunks>,
): Promise<void> {
  await callSlack(
    () =>
      client.chat.stopStream({
        ...message,
        ...(chunks.length > 0 && { chunks }),
        session_status: 'active',
      } as webApi.ChatStopStreamArguments),
    { repeatable: false, sleep },
  );
}

async function setSession(
  { client, sleep }: ProgressSurfaceDeps,
  channel: string,
  threadTs: string,
  status: 'processing' | 'active',
  title?: string,
): Promise<void> {
  const session = {
    channel_id: channel,
    thread_ts: threadTs,
    status,
    ...(title && { title: literalLine(title, 200) }),
  };
  await callSlack(() => client.agents.sessions.setStatus(session), { repeatable: true, sleep, waits: 0 });
}
