import type { Changes } from './changes.ts';

export interface ThreadStatus {
  readonly channel: string;
  readonly threadTs: string;
  /** What the bot is doing, as in "is thinking…"; empty when it does nothing. */
  readonly status: string;
  readonly loadingMessages: readonly string[];
}

export interface SuggestedPrompts {
  readonly channel: string;
  readonly threadTs?: string;
  readonly title: string;
  readonly prompts: readonly { readonly title: string; readonly message: string }[];
}

/** What `assistant.threads.*` shows beside a thread; gone with the process, as in Slack with the next message. */
export interface Statuses {
  set(status: ThreadStatus): void;
  /** Ends the status of a thread: Slack does so when the app posts there. */
  clear(channel: string, threadTs: string): void;
  get(channel: string, threadTs: string): ThreadStatus | undefined;
  list(): readonly ThreadStatus[];
  suggest(prompts: SuggestedPrompts): void;
  suggestions(): readonly SuggestedPrompts[];
}

export function createStatuses(changes: Changes): Statuses {
  const statuses = new Map<string, ThreadStatus>();
  const prompts = new Map<string, SuggestedPrompts>();
  return {
    set: (status) => {
      statuses.set(`${status.channel}/${status.threadTs}`, status);
      changes.announce({ kind: 'status', channel: status.channel, threadTs: status.threadTs });
    },
    clear: (channel, threadTs) => {
      if (statuses.delete(`${channel}/${threadTs}`)) changes.announce({ kind: 'status', channel, threadTs });
    },
    get: (channel, threadTs) => statuses.get(`${channel}/${threadTs}`),
    list: () => [...statuses.values()].filter((status) => status.status !== ''),
    suggest: (suggested) => {
      prompts.set(`${suggested.channel}/${suggested.threadTs ?? ''}`, suggested);
      changes.announce({ kind: 'prompts', channel: suggested.channel, threadTs: suggested.threadTs });
    },
    suggestions: () => [...prompts.values()],
  };
}
