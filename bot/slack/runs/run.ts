import type { webApi } from '@slack/bolt';
import type { Actor } from '../../domain/actor.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { CommandName } from '../commands/table.ts';
import type { SlackDeps } from '../deps.ts';
import type { Asker } from '../request.ts';
import type { SlackMessage } from '../views/message.ts';
import type { ListedRecord } from '../views/records.ts';

/** One command or follow-up being answered. */
export interface RunContext {
  readonly deps: SlackDeps;
  readonly client: webApi.WebClient;
  readonly asker: Asker;
  readonly actor: Actor;
  /** What stood after the command. */
  readonly words: readonly string[];
  /** The newest investigation of the thread; absent outside of threads. */
  readonly thread?: InvestigationRecord;
  /** For opening a modal within three seconds; absent for a mention. */
  readonly triggerId?: string;
  /**
   * Answers where it was asked: a command's asker alone, a mention in its thread. `plainer` is sent where Slack does
   * not take the first.
   */
  answer(message: SlackMessage, plainer?: SlackMessage): Promise<void>;
  /** Answers the asker alone. */
  whisper(message: SlackMessage): Promise<void>;
}

/** Does what a command asks for. Throws SreError. */
export type Run = (context: RunContext) => Promise<void>;

/** The commands that this part of the bot answers; the others of the table are registered beside these. */
export type Runs = Partial<Readonly<Record<CommandName, Run>>>;

/** The investigation that a command without a name means: the thread's, else the channel's newest. */
export async function meantInvestigation(context: RunContext): Promise<InvestigationRecord | undefined> {
  if (context.thread !== undefined) return context.thread;
  const { teamId, channel } = context.asker;
  const [newest] = await context.deps.history.recent(teamId, { channel, limit: 1 });
  return newest;
}

/** The way to an investigation's thread; undefined where Slack does not tell. */
export async function linkTo(client: webApi.WebClient, record: InvestigationRecord): Promise<string | undefined> {
  const { threadTs, request } = record;
  if (threadTs === undefined) return undefined;
  try {
    const { permalink } = await client.chat.getPermalink({ channel: request.thread.channel, message_ts: threadTs });
    return permalink;
  } catch {
    return undefined; // A list without links is better than none.
  }
}

export function listed(client: webApi.WebClient, records: readonly InvestigationRecord[]): Promise<ListedRecord[]> {
  return Promise.all(records.map(async (record) => ({ record, link: await linkTo(client, record) })));
}
