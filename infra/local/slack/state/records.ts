/** A Block Kit block as it was sent: only `type` is known for certain. */
export interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly [field: string]: unknown;
}

export interface PersonRecord {
  readonly id: string;
  /** The handle, without `@`. */
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  /** Absent for bots. */
  readonly email?: string;
  readonly isAdmin: boolean;
  readonly deactivated: boolean;
  /** Set for a bot user: its `B…` id. */
  readonly botId?: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Background of the drawn avatar, six hexadecimal digits. */
  readonly color: string;
}

export interface ChannelRecord {
  readonly id: string;
  /** Empty for a direct message. */
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im' | 'mpim';
  readonly members: readonly string[];
  readonly topic: string;
  readonly purpose: string;
  readonly creator: string;
  /** Unix seconds. */
  readonly created: number;
  readonly bookmarks: readonly BookmarkRecord[];
}

export interface BookmarkRecord {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly link: string;
  readonly emoji: string;
}

export interface ReactionRecord {
  readonly name: string;
  readonly users: readonly string[];
}

/** A part of a message that is being streamed, in the order of arrival. */
export type StreamPart =
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'task'; readonly task: StreamTask }
  | { readonly kind: 'blocks'; readonly blocks: readonly Block[] };

export interface StreamTask {
  readonly id: string;
  readonly title: string;
  readonly status: 'pending' | 'in_progress' | 'complete' | 'error';
  readonly details?: string;
  readonly output?: string;
  readonly sources?: readonly { readonly type: 'url'; readonly url: string; readonly text: string }[];
}

export interface StreamRecord {
  readonly state: 'in_progress' | 'completed';
  readonly mode: 'timeline' | 'plan';
  readonly planTitle?: string;
  readonly parts: readonly StreamPart[];
}

export interface MessageRecord {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  /** The text exactly as it was sent. */
  readonly text: string;
  readonly botId?: string;
  readonly username?: string;
  readonly iconEmoji?: string;
  readonly subtype?: string;
  readonly threadTs?: string;
  /** A reply that is also shown in the channel. */
  readonly broadcast?: boolean;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly Readonly<Record<string, unknown>>[];
  readonly metadata?: { readonly event_type: string; readonly event_payload: unknown };
  readonly files?: readonly string[];
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly reactions: readonly ReactionRecord[];
  readonly pinned?: boolean;
  readonly stream?: StreamRecord;
}

/** A message that only one person sees; it is not kept over a restart, as in Slack. */
export interface EphemeralRecord {
  readonly channel: string;
  readonly ts: string;
  readonly recipient: string;
  readonly user: string;
  readonly text: string;
  readonly threadTs?: string;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly Readonly<Record<string, unknown>>[];
}

export interface FileRecord {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly altText?: string;
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
  readonly user: string;
  /** Unix seconds. */
  readonly created: number;
  readonly state: 'awaiting-upload' | 'uploaded' | 'complete';
  readonly channels: readonly string[];
}

export interface ViewRecord {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  readonly callbackId: string;
  readonly externalId: string;
  readonly privateMetadata: string;
  readonly title?: unknown;
  readonly submit?: unknown;
  readonly close?: unknown;
  readonly clearOnClose: boolean;
  readonly notifyOnClose: boolean;
  readonly submitDisabled?: boolean;
  readonly blocks: readonly Block[];
  readonly hash: string;
  readonly rootId: string;
  readonly previousId?: string;
  /** block_id -> action_id -> value, as Slack sends it. */
  readonly values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface SessionRecord {
  readonly channel: string;
  readonly threadTs: string;
  readonly status: 'active' | 'processing' | 'suspended' | 'closed';
  readonly title: string;
}

export interface UserGroupRecord {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  readonly users: readonly string[];
}

export interface CanvasRecord {
  readonly id: string;
  /** The channel whose tab it is. */
  readonly channel?: string;
  /** Channels and people that may open it beside. */
  readonly sharedWith?: readonly string[];
  readonly title: string;
  readonly markdown: string;
}

export interface ResponseUrlRecord {
  readonly id: string;
  readonly secret: string;
  readonly channel: string;
  readonly user: string;
  /** The message whose element was used; absent for a slash command. */
  readonly source?: { readonly ts: string; readonly threadTs?: string; readonly ephemeral: boolean };
  /** Unix milliseconds. */
  readonly expiresAt: number;
  readonly uses: number;
}

export interface ScheduledRecord {
  readonly id: string;
  readonly channel: string;
  /** Unix seconds. */
  readonly postAt: number;
  readonly message: Omit<MessageRecord, 'ts' | 'channel' | 'reactions'>;
}
