import type { webApi } from '@slack/bolt';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { RunContext } from '../deps.ts';
import { callSlack } from '../transport/call.ts';
import type { ListedRecord } from '../views/records.ts';

export type { Run, RunContext } from '../deps.ts';

/** The investigation that a command without a name means: the thread's, else the channel's newest. */
export async function meantInvestigation(context: RunContext): Promise<InvestigationRecord | undefined> {
  if (context.thread !== undefined) return context.thread;
  const { teamId, channel } = context.asker;
  const [newest] = await context.deps.history.recent(teamId, { channel, limit: 1 });
  return newest;
}

/** The way to an investigation's thread; undefined where Slack does not tell. */
export async function linkTo(client: webApi.WebClient, record: InvestigationRecord): Promise<string | undefined> {
  return linkToThread(client, { channel: record.request.thread.channel, threadTs: record.threadTs });
}

/** The way to a thread; undefined where there is none yet and where Slack does not tell. */
export async function linkToThread(
  client: webApi.WebClient,
  thread: { readonly channel: string; readonly threadTs?: string },
): Promise<string | undefined> {
  if (thread.threadTs === undefined || thread.threadTs === '') return undefined;
  try {
    const place = { channel: thread.channel, message_ts: thread.threadTs };
    const { permalink } = await callSlack(() => client.chat.getPermalink(place), { repeatable: true, waits: 2 });
    return permalink;
  } catch {
    return undefined; // A list without links is better than none.
  }
}

export function listed(client: webApi.WebClient, records: readonly InvestigationRecord[]): Promise<ListedRecord[]> {
  return Promise.all(records.map(async (record) => ({ record, link: await linkTo(client, record) })));
}

/** The ways to the threads of these, by their ids; those that Slack does not tell are left out. */
export async function linksTo(
  client: webApi.WebClient,
  things: readonly { readonly id: string; readonly channel: string; readonly threadTs?: string }[],
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    things.map(async (thing) => {
      const link = await linkToThread(client, thing);
      return link === undefined ? [] : [[thing.id, link] as const];
    }),
  );
  return new Map(found.flat());
}
