import type { Incident } from '../domain/incident.ts';
import type { ThreadRef } from '../domain/investigation.ts';
import { componentOf } from '../domain/target.ts';
import type { Story } from '../investigation/postmortem/story.ts';
import type { InvestigationRecord } from '../ports/investigation-store.ts';
import type { RunContext, SlackDeps } from './deps.ts';

/** The thread that a command is about, and the incident of it. */
export interface Trouble {
  readonly thread: Required<ThreadRef>;
  readonly record?: InvestigationRecord;
  readonly incident?: Incident;
}

/**
 * What a command without a name means: the thread it was asked in, the incident whose own channel this is, else the
 * newest investigation or incident of the channel. Undefined where there is none.
 */
export async function meantTrouble(context: RunContext): Promise<Trouble | undefined> {
  const { deps, asker, thread: record } = context;
  const { teamId, channel, threadTs } = asker;
  const incidents = (await deps.duty?.incidents.list({ teamId })) ?? [];
  const inThread = (at: string | undefined, where: string) =>
    incidents.find((one) => one.threadTs === at && one.channel === where);
  if (threadTs !== undefined) {
    const incident = inThread(threadTs, channel);
    const isKnown =
      record !== undefined || incident !== undefined || (await hasEntries(deps, { teamId, channel, threadTs }));
    return isKnown
      ? { thread: { teamId, channel, threadTs }, ...(record && { record }), ...(incident && { incident }) }
      : undefined;
  }
  const own = incidents.find(({ ownChannel }) => ownChannel === channel);
  if (own !== undefined) return { thread: threadOf(own), incident: own };
  const [newest] = await deps.history.recent(teamId, { channel, limit: 1 });
  const declared = incidents.find((one) => one.channel === channel);
  if (declared !== undefined && (newest === undefined || declared.declaredAt > newest.startedAt)) {
    return { thread: threadOf(declared), incident: declared };
  }
  if (newest?.threadTs === undefined) return undefined;
  const incident = inThread(newest.threadTs, channel);
  return {
    thread: { teamId, channel: newest.request.thread.channel, threadTs: newest.threadTs },
    record: newest,
    ...(incident && { incident }),
  };
}

async function hasEntries({ duty }: SlackDeps, thread: Required<ThreadRef>): Promise<boolean> {
  return ((await duty?.timeline.of(thread)) ?? []).length > 0;
}

function threadOf({ teamId, channel, threadTs }: Incident): Required<ThreadRef> {
  return { teamId, channel, threadTs };
}

/** All that is known of a trouble: its thread's, and for an incident what took place in its own channel. */
export async function storyOfTrouble(deps: SlackDeps, { thread, incident }: Trouble): Promise<Story> {
  const { duty } = deps;
  const threads = [thread];
  const own = incident?.ownChannel;
  if (incident !== undefined && own !== undefined) {
    const here = { teamId: thread.teamId, channel: own };
    const [pages, records] = await Promise.all([
      duty?.pages.list(here) ?? [],
      deps.history.recent(thread.teamId, { channel: own, limit: 20 }),
    ]);
    const begun = [...pages, ...records].flatMap(({ threadTs }) => threadTs || []);
    // An action that was proposed outside of any thread is noted under none.
    for (const threadTs of new Set(['', ...begun])) threads.push({ ...here, threadTs });
  }
  const parts = await Promise.all(threads.map((one) => partOf(deps, one)));
  return {
    records: parts.flatMap(({ records }) => records).sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt)),
    rulings: parts.flatMap(({ rulings }) => rulings),
    entries: parts.flatMap(({ entries }) => entries),
    groups: parts.flatMap(({ groups }) => groups),
    pages: parts.flatMap(({ pages }) => pages),
    actions: parts.flatMap(({ actions }) => actions),
    ...(incident && { incident }),
  };
}

async function partOf(
  { store, rulings, duty }: SlackDeps,
  thread: Required<ThreadRef>,
): Promise<Omit<Story, 'incident'>> {
  const [records, ruled, entries, groups, pages, actions] = await Promise.all([
    store.inThread(thread),
    rulings.of(thread),
    duty?.timeline.of(thread) ?? [],
    duty?.groups.list(thread) ?? [],
    duty?.pages.list(thread) ?? [],
    duty?.actions.list(thread) ?? [],
  ]);
  return { records, rulings: ruled, entries, groups, pages, actions };
}

const MOST_NAMES = 60;

/** The names of the Slack users that a text names as `<@U…>`; ids stand for those that Slack does not know. */
export async function namesIn(
  deps: SlackDeps,
  teamId: string,
  texts: readonly string[],
): Promise<(id: string) => string> {
  const ids = new Set(texts.flatMap((text) => [...text.matchAll(/<@([UW][A-Z0-9]+)>/g)].map(([, id = '']) => id)));
  const names = new Map<string, string>();
  for (const id of [...ids].slice(0, MOST_NAMES)) {
    const found = await deps.people.find(teamId, id).catch(() => undefined);
    if (found !== undefined) names.set(id, found.displayName);
  }
  return (id) => names.get(id) ?? id;
}

/** The zone a person wants times in: chosen here, else their own in Slack; undefined where neither is known. */
export async function zoneOf(deps: SlackDeps, who: { readonly teamId: string; readonly userId: string }) {
  const { timeZone } = await deps.preferences.read({ teamId: who.teamId, slackUserId: who.userId });
  if (timeZone !== undefined) return timeZone;
  return (await deps.people.find(who.teamId, who.userId).catch(() => undefined))?.timeZone;
}

/** The name of a trouble on one line, from outside. */
export function troubleTitle({ incident, record }: Trouble): string {
  const target = record?.request.target;
  return (
    incident?.title ?? record?.answer?.hypotheses[0]?.component ?? (target && componentOf(target)) ?? 'this thread'
  );
}
