import pg from 'pg';
import type { SlackWorkspace } from '../../../infra/local/slack/index.ts';
import { END, type Item, isDecided, lookFor } from './accounts.ts';
import type { System } from './system.ts';

/** What became of everything that was asked. Lists name what went wrong; all are empty where nothing did. */
export interface Outcome {
  readonly faults: Readonly<Record<string, number>>;
  readonly asked: Readonly<Record<string, number>>;
  readonly accepted: number;
  /** Refused in the acknowledgement, in words. */
  readonly refused: number;
  /** Ended with a message, and with words to the asker alone. */
  readonly answered: number;
  readonly told: number;
  /** Accepted, and without any end. */
  readonly lost: readonly string[];
  /** Messages, investigations and groups that came twice. */
  readonly doubled: readonly string[];
  /** Deployments that were restarted more than once, or whose restart is denied. */
  readonly actedTwice: readonly string[];
  /** Of the late ones those whose threads had not been told by then that it takes long. */
  readonly silent: readonly string[];
  /** Ended later than 90 s after it was accepted, with the seconds. */
  readonly late: readonly string[];
  /** Progress that is shown as going on though nothing does. */
  readonly leftRunning: readonly string[];
  /** Bots that ended by themselves. */
  readonly crashes: readonly string[];
  readonly seconds: { readonly median: number; readonly p99: number; readonly worst: number };
}

const DEADLINE_S = 90;
const CHANNELS = ['C0INCIDENT', 'C0CHECKOUT', 'C0GENERAL1', 'D0SREBOT01', 'D0SREBOT02', 'D0SREBOT03'];

interface Stood {
  readonly scope: string;
  readonly key: string;
  readonly text: string;
  readonly at: string;
}

/** Reads everything back from the workspace, the cluster and the database. */
export async function readBack(
  system: System,
  items: readonly Item[],
  faults: Readonly<Record<string, number>>,
): Promise<Outcome> {
  const messages = CHANNELS.flatMap((channel) => everythingIn(system.workspace, channel));
  const stood = messages.flatMap(standing);
  const accepted = items.filter(({ acceptedAt }) => acceptedAt !== undefined);
  const answered = accepted.filter((item) => hasEnd(item, stood));
  const told = accepted.filter((item) => !answered.includes(item) && item.told.length > 0);
  const lost = accepted.filter((item) => !answered.includes(item) && !told.includes(item));
  const late = accepted.filter((item) => secondsUntil(item, item.endedAt) > DEADLINE_S);
  const took = accepted.flatMap(({ acceptedAt = 0, endedAt }) =>
    endedAt === undefined ? [] : [(endedAt - acceptedAt) / 1_000],
  );
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
  return {
    faults,
    asked: Object.fromEntries([...Map.groupBy(items, ({ kind }) => kind)].map(([kind, those]) => [kind, those.length])),
    accepted: accepted.length,
    refused: items.filter(({ refused }) => refused !== undefined).length,
    answered: answered.length,
    told: told.length,
    lost: lost.map(nameOf),
    doubled: [...twice(stood.map(({ scope, key }) => `${scope} ${key}`)), ...(await doubledWork(system, items, stood))],
    actedTwice: items.flatMap((item) => wrongDeeds(system, item, stood)),
    silent: late.filter((item) => !(secondsUntil(item, item.delayedAt) <= DEADLINE_S)).map(lateness),
    late: late.map(lateness),
    leftRunning: stillRunning(system.workspace),
    crashes: system.crashes,
    seconds: { median: at(0.5), p99: at(0.99), worst: at(1) },
  };
}

type Message = ReturnType<SlackWorkspace['messages']>[number];

function everythingIn(workspace: SlackWorkspace, channel: string): readonly Message[] {
  return workspace.messages(channel).flatMap(({ ts }) => workspace.replies(channel, ts));
}

/** Progress that is shown as going on, by its messages. */
export function stillRunning(workspace: SlackWorkspace): readonly string[] {
  return CHANNELS.flatMap((channel) => everythingIn(workspace, channel))
    .filter((message) => message.streaming_state === 'in_progress')
    .map(({ ts }) => ts);
}

function standing(message: Message): readonly Stood[] {
  const payload = (message.metadata as { event_payload?: { investigation?: string; keys?: string } } | undefined)
    ?.event_payload;
  if (payload?.investigation === undefined) return [];
  const text = `${message.text} ${JSON.stringify(message.blocks)}`;
  return (payload.keys ?? '')
    .split(' ')
    .filter((key) => key !== '')
    .map((key) => ({ scope: payload.investigation ?? '', key, text, at: message.ts }));
}

function hasEnd(item: Item, stood: readonly Stood[]): boolean {
  const { kind, scope } = item;
  if (scope === undefined) return false;
  const of = (id: string, isEnd: (one: Stood) => boolean) => stood.some((one) => one.scope === id && isEnd(one));
  if (kind === 'proposal') return of(scope, ({ key }) => key === 'action');
  if (kind === 'approval') return of(scope, ({ key, text }) => key === 'action' && isDecided(text));
  if (kind === 'alert' && of(scope, ({ key }) => key === 'not-investigated')) return true;
  return of(lookFor(item), ({ key }) => END.test(key));
}

/** One thing that was asked and became two. */
async function doubledWork({ database }: System, items: readonly Item[], stood: readonly Stood[]) {
  const groups = stood.filter(({ key }) => key === 'group');
  const alerts = items
    .filter(({ kind }) => kind === 'alert')
    .filter(({ mark }) => groups.filter(({ text }) => new RegExp(`\\b${mark}\\b`).test(text)).length > 1);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    `select request->>'question' as question from sre.investigations group by 1 having count(*) > 1`,
  );
  await client.end();
  return [...alerts.map(nameOf), ...rows.map(({ question }) => `investigation of “${question}”`)];
}

function wrongDeeds(system: System, { kind, mark, scope }: Item, stood: readonly Stood[]): readonly string[] {
  if (kind !== 'proposal') return [];
  const restarts = system.restarts(mark);
  const { text = '' } = stood.find((one) => one.scope === scope && one.key === 'action') ?? {};
  if (restarts > 1) return [`${mark} ${restarts} times`];
  if (restarts === 1 && /Not done, though approved/.test(text)) return [`${mark} done, and said not to be`];
  if (restarts === 0 && /Done, approved/.test(text)) return [`${mark} not done, and said to be`];
  return [];
}

function twice(those: readonly string[]): readonly string[] {
  return [...Map.groupBy(those, (one) => one)].filter(([, same]) => same.length > 1).map(([one]) => one);
}

/** From when it was accepted, in seconds; not a number where it never came. */
function secondsUntil({ acceptedAt = 0 }: Item, at = Number.NaN): number {
  return (at - acceptedAt) / 1_000;
}

function lateness(item: Item): string {
  return `${nameOf(item)} ${Math.round(secondsUntil(item, item.endedAt))} s`;
}

function nameOf({ kind, mark, scope }: Item): string {
  return `${kind} ${mark} (${scope ?? 'no id'})`;
}
