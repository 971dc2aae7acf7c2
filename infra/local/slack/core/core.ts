import type { Logger } from 'pino';
import { type BotClient, createBotClient } from '../delivery/bot-client.ts';
import { createEventDelivery, type EventDelivery } from '../delivery/events.ts';
import type { FileContents } from '../state/file-contents.ts';
import type { ChannelRecord } from '../state/records.ts';
import type { WorkspaceStore } from '../state/store.ts';
import { type Changes, createChanges } from './changes.ts';
import { createEphemerals, type Ephemerals } from './ephemerals.ts';
import { createStatuses, type Statuses } from './statuses.ts';
import { createTriggers, type Triggers } from './triggers.ts';
import { createViews, type Views } from './views.ts';

/** What the Web API, the page and the deliveries to the bot share. */
export interface Core {
  readonly store: WorkspaceStore;
  readonly fileContents: FileContents;
  readonly changes: Changes;
  readonly triggers: Triggers;
  readonly ephemerals: Ephemerals;
  readonly views: Views;
  readonly statuses: Statuses;
  readonly bot: BotClient;
  readonly events: EventDelivery;
  readonly now: () => Date;
  readonly logger?: Logger;
  /** The workspace's own address, without a slash at the end. */
  readonly url: () => string;
  readonly plan: 'free' | 'paid';
  /** Methods of the Web API that answer with this error, whatever they are asked. */
  readonly refusals: Map<string, string>;
  /** Types of blocks that messages cannot hold here, as in a workspace that does not have them yet. */
  readonly unknownBlocks: ReadonlySet<string>;
}

export function createCore(options: {
  store: WorkspaceStore;
  fileContents: FileContents;
  botUrl: string;
  ca?: string;
  signingSecret: string;
  retryDelaysMs: readonly number[];
  ackDeadlineMs?: number;
  now: () => Date;
  logger?: Logger;
  url: () => string;
  plan?: 'free' | 'paid';
  unknownBlocks?: readonly string[];
}): Core {
  const { store, now, logger } = options;
  const changes = createChanges();
  const bot = createBotClient({ ...options, deadlineMs: options.ackDeadlineMs });
  return {
    store,
    fileContents: options.fileContents,
    changes,
    triggers: createTriggers(now),
    ephemerals: createEphemerals(changes),
    views: createViews(changes),
    statuses: createStatuses(changes),
    bot,
    events: createEventDelivery({ client: bot, retryDelaysMs: options.retryDelaysMs, now, logger }),
    now,
    logger,
    url: options.url,
    plan: options.plan ?? 'paid',
    refusals: new Map(),
    unknownBlocks: new Set(options.unknownBlocks),
  };
}

/** Unix seconds. */
export function seconds(core: Core): number {
  return Math.floor(core.now().getTime() / 1000);
}

/** The direct message of two people, if they have one. */
export function directMessage(core: Core, one: string, other: string): ChannelRecord | undefined {
  return core.store.channels
    .list()
    .find((channel) => channel.kind === 'im' && channel.members.includes(one) && channel.members.includes(other));
}
