export interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly [field: string]: unknown;
}

export interface TextObject {
  readonly type: 'plain_text' | 'mrkdwn';
  readonly text: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly isAdmin: boolean;
  readonly deactivated: boolean;
  readonly isBot: boolean;
  readonly color: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im' | 'mpim';
  readonly members: readonly string[];
  readonly topic: string;
  readonly bookmarks: readonly {
    readonly id: string;
    readonly title: string;
    readonly link: string;
    readonly emoji: string;
  }[];
  readonly canvas: { readonly title: string; readonly markdown: string } | null;
}

export interface Attachment {
  readonly color?: string;
  readonly pretext?: string;
  readonly title?: string;
  readonly title_link?: string;
  readonly text?: string;
  readonly footer?: string;
  readonly fields?: readonly { readonly title?: string; readonly value?: string }[];
  readonly blocks?: readonly Block[];
}

export interface FileShown {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly mimetype: string;
  readonly size: number;
  readonly url_private: string;
  readonly alt_txt?: string;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly username?: string;
  readonly subtype?: string;
  readonly thread_ts?: string;
  readonly reply_count?: number;
  readonly reply_users?: readonly string[];
  readonly latest_reply?: string;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly Attachment[];
  readonly files?: readonly FileShown[];
  readonly edited?: { readonly ts: string };
  readonly reactions?: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly pinned_to?: readonly string[];
  readonly streaming_state?: 'in_progress' | 'completed';
  readonly ephemeral?: boolean;
}

export type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly title: TextObject;
  readonly submit: TextObject | null;
  readonly close: TextObject | null;
  readonly blocks: readonly Block[];
  readonly hash: string;
  readonly submit_disabled: boolean;
}

export interface Session {
  readonly channel: string;
  readonly threadTs: string;
  readonly status: string;
  readonly title: string;
}

export interface ThreadStatus {
  readonly channel: string;
  readonly threadTs: string;
  readonly status: string;
  readonly loadingMessages: readonly string[];
}

export interface Prompts {
  readonly channel: string;
  readonly threadTs?: string;
  readonly title: string;
  readonly prompts: readonly { readonly title: string; readonly message: string }[];
}

export interface Canvas {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
}

export interface Workspace {
  readonly team: { readonly id: string; readonly name: string };
  readonly bot: { readonly user: string; readonly name: string; readonly away: boolean };
  readonly me: string;
  readonly people: readonly Person[];
  readonly userGroups: readonly { readonly id: string; readonly handle: string; readonly name: string }[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  readonly ephemerals: readonly Message[];
  readonly views: readonly View[];
  readonly home: View | null;
  readonly statuses: readonly ThreadStatus[];
  readonly sessions: readonly Session[];
  readonly prompts: readonly Prompts[];
  readonly canvases: readonly Canvas[];
  readonly commands: readonly { readonly name: string; readonly hint: string; readonly description: string }[];
}

/** Where an interactive element stands, as the server wants it. */
export type Place =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'view'; readonly viewId: string };
