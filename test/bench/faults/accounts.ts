import { createHash } from 'node:crypto';
import type { Accepted } from './balancer.ts';
import type { Exchange } from './web-relay.ts';

export type Kind = 'command' | 'mention' | 'alert' | 'proposal' | 'approval';

/** One thing that was asked of the bots, and what became of it. Times are milliseconds of a clock that never goes back. */
export interface Item {
  readonly kind: Kind;
  /** By which it is known in deliveries and messages, such as `case 17`. */
  readonly mark: string;
  readonly user: string;
  /** Id of the channel. */
  readonly channel: string;
  acceptedAt?: number;
  /** What the acknowledgement itself said instead of taking it. */
  refused?: string;
  responsePath?: string;
  /** What its messages are marked with: an investigation, a group of alerts, an action. */
  scope?: string;
  /** Where its first message stands. */
  place?: { readonly channel: string; readonly ts: string };
  endedAt?: number;
  /** When its thread was told that it takes long. */
  delayedAt?: number;
  /** What its asker was told beside the messages. */
  readonly told: string[];
}

/** A message that a bot posted, as it asked Slack for it. */
export interface Posted {
  readonly scope: string;
  readonly keys: readonly string[];
  readonly text: string;
}

export interface Accounts {
  readonly items: readonly Item[];
  add(item: Pick<Item, 'kind' | 'mark' | 'user' | 'channel' | 'scope' | 'place'>): Item;
  accepted(delivery: Accepted): void;
  took(exchange: Exchange): void;
  /** Accepted, and without an end so far. */
  open(): readonly Item[];
}

export const END = /^(?:answer|fail)/;
const TEAM = 'T0LOCALOPS';
/** The title of a storm, which is the text of its message. */
const STORM = /Alert storm: (?:[\d,]+ of )?([\d,]+) alerts/;
/** What an acknowledgement says that is no refusal. */
const TAKEN = /I took that/;

const idOf = (prefix: string, text: string) =>
  `${prefix}-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
/** The investigation that alerts of this group begin. */
const lookOf = (group: string) => idOf('inv', group);

/** The investigation that looks into it, or what else its messages are marked with. */
export const lookFor = ({ kind, scope = '' }: Item) => (kind === 'alert' ? lookOf(scope) : scope);

function isEndOf(item: Item, scope: string, keys: readonly string[]): boolean {
  if (item.scope === scope && item.kind === 'proposal' && keys.includes('action')) return true;
  if (item.scope === scope && item.kind === 'alert' && keys.includes('not-investigated')) return true;
  return lookFor(item) === scope && keys.some((key) => END.test(key));
}

/** Keeps what was accepted and, from what Slack took, when it had its end. */
export function createAccounts(): Accounts {
  const items: Item[] = [];
  /** By address. */
  const words = new Map<string, readonly string[]>();
  /** Groups of alerts that storm, by where their message stands. */
  const storms = new Map<string, string>();
  const byMark = (text: string) => items.find(({ mark }) => new RegExp(`\\b${mark}\\b`).test(text));
  const end = (item: Item | undefined) => {
    if (item !== undefined) item.endedAt ??= performance.now();
  };

  const tell = (item: Item, text: string) => {
    item.told.push(text);
    end(item);
  };

  function posted({ scope, keys, text }: Posted, answer: string): void {
    const { channel = '', ts = '' } = JSON.parse(answer) as { channel?: string; ts?: string };
    if (keys.includes('group')) {
      joinStorm({ channel, ts }, text, scope);
      for (const item of items) {
        if (item.kind !== 'alert' || !new RegExp(`\\b${item.mark}\\b`).test(text)) continue;
        item.scope ??= scope;
        item.place ??= { channel, ts };
      }
      return;
    }
    for (const item of items) {
      if (item.scope === undefined) continue;
      // Who has a thread is answered there, and not by a private word.
      if (item.scope === scope && item.kind !== 'alert') item.place ??= { channel, ts };
      if (isEndOf(item, scope, keys)) end(item);
      if (keys.includes('delayed') && lookFor(item) === scope) item.delayedAt ??= performance.now();
    }
  }

  /**
   * A storm names no alerts, only how many there are: those that are taken and have no message of their own are in it, the
   * earliest first, as many as it counts.
   */
  function joinStorm(place: { readonly channel: string; readonly ts: string }, text: string, scope?: string): void {
    const total = Number(STORM.exec(text)?.[1]?.replaceAll(',', ''));
    if (!(total > 0)) return;
    const of = scope ?? storms.get(place.ts);
    if (of === undefined) return;
    storms.set(place.ts, of);
    const inIt = items.filter((item) => item.kind === 'alert' && item.scope === of).length;
    const without = items.filter(
      (item) => item.kind === 'alert' && item.acceptedAt !== undefined && item.scope === undefined,
    );
    for (const item of without.toSorted((a, b) => a.acceptedAt! - b.acceptedAt!).slice(0, Math.max(0, total - inIt))) {
      item.scope = of;
      item.place = place;
      // Who joins later is told by the number; the first wait for what is found.
      if (scope === undefined) end(item);
    }
  }

  /** An action's message is edited as it is decided and done. */
  function edited(ts: string, text: string): void {
    const item = items.find(({ kind, place }) => kind === 'approval' && place?.ts === ts);
    if (item !== undefined && isDecided(text)) end(item);
  }

  /** A private word without an address: it answers the oldest that still waits for one. */
  function whispered(user: string, channel: string, text: string): void {
    const item = items.find(
      (one) =>
        one.kind === 'mention' &&
        one.user === user &&
        one.channel === channel &&
        one.acceptedAt !== undefined &&
        one.endedAt === undefined &&
        one.place === undefined,
    );
    if (item !== undefined) tell(item, text);
  }

  return {
    items,
    add(given) {
      const item: Item = { ...given, told: [] };
      items.push(item);
      return item;
    },
    accepted({ path, body, words: atOnce, responsePath }) {
      const plain = decodeURIComponent(body.replaceAll('+', ' '));
      const action = /sre_approve_action/.test(plain) ? /\bact-[0-9a-f]{24}\b/.exec(plain)?.[0] : undefined;
      const item =
        action === undefined
          ? byMark(plain)
          : items.find(({ kind, scope, acceptedAt }) => kind === 'approval' && scope === action && !acceptedAt);
      if (item === undefined || !isAsking(path, plain)) return;
      if (path.startsWith('/slack/commands') && atOnce !== '' && !TAKEN.test(atOnce)) {
        item.refused = atOnce;
        return;
      }
      item.acceptedAt ??= performance.now();
      if (responsePath !== undefined) {
        item.responsePath = responsePath;
        // Words of refusal come before the acknowledgement.
        for (const text of words.get(responsePath) ?? []) tell(item, text);
      }
      const delivery = deliveryOf(body);
      if (delivery === undefined) return;
      if (item.kind === 'proposal') item.scope = idOf('act', `${TEAM}\n${delivery}`);
      if (item.kind === 'command' || item.kind === 'mention') item.scope = idOf('inv', `${TEAM}\n${delivery}`);
    },
    took({ what, request, status, answer }) {
      if (status >= 300) return;
      const path = what.slice(what.indexOf(' ') + 1);
      if (path.startsWith('/response/')) {
        words.set(path, [...(words.get(path) ?? []), request]);
        const item = items.find(({ responsePath }) => responsePath === path);
        return item && tell(item, request);
      }
      if (!/"ok":\s*true/.test(answer)) return;
      const sent = readForm(request);
      if (path === '/api/chat.update') {
        edited(sent.ts ?? '', `${sent.text} ${sent.blocks}`);
        joinStorm({ channel: sent.channel ?? '', ts: sent.ts ?? '' }, `${sent.text}`);
      }
      if (path === '/api/chat.postEphemeral') whispered(sent.user ?? '', sent.channel ?? '', sent.text ?? '');
      const marked = path === '/api/chat.postMessage' ? postedOf(sent) : undefined;
      if (marked !== undefined) posted(marked, answer);
    },
    open: () => items.filter(({ acceptedAt, endedAt }) => acceptedAt !== undefined && endedAt === undefined),
  };
}

/** True for an action's message that says what came of it. */
export function isDecided(text: string): boolean {
  return /Done, approved|Not done, though approved|Refused|Expired: nobody/.test(text);
}

/** False for what Slack merely reports, such as the bot's own messages, which quote what was asked. */
function isAsking(path: string, body: string): boolean {
  return !path.startsWith('/slack/events') || body.includes('"type":"app_mention"');
}

/** Slack's own id of a command or an event. */
function deliveryOf(body: string): string | undefined {
  if (body.startsWith('{')) return (JSON.parse(body) as { event_id?: string }).event_id;
  return new URLSearchParams(body).get('trigger_id') ?? undefined;
}

/** The arguments of a call of the Web API, each as text. */
function readForm(body: string): Readonly<Record<string, string>> {
  if (!body.startsWith('{')) return Object.fromEntries(new URLSearchParams(body));
  const entries = Object.entries(JSON.parse(body) as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function postedOf(sent: Readonly<Record<string, string>>): Posted | undefined {
  if (sent.metadata === undefined) return undefined;
  const { event_payload } = JSON.parse(sent.metadata) as {
    event_payload?: { investigation?: string; keys?: string };
  };
  if (event_payload?.investigation === undefined) return undefined;
  const keys = (event_payload.keys ?? '').split(' ');
  return { scope: event_payload.investigation, keys, text: `${sent.text} ${sent.blocks}` };
}
