import type { PostedMessage } from '../ports/message-ledger.ts';
import type { SourceProgress } from '../ports/notifier.ts';
import type { SlackMessage } from './views/message.ts';

/** Keeps one progress message up to date: many states in, few edits out, and always the last one. */
export interface ProgressLine {
  show(sources: readonly SourceProgress[]): void;
  /** Shows the last state as final and ends; resolves when it stands. Later calls do nothing. */
  close(): Promise<void>;
}

export interface ProgressLineDeps {
  readonly post: (content: SlackMessage) => Promise<PostedMessage | undefined>;
  readonly edit: (message: PostedMessage, content: SlackMessage) => Promise<void>;
  readonly render: (sources: readonly SourceProgress[], running: boolean) => SlackMessage;
  readonly sleep: (ms: number) => Promise<void>;
  /** Progress is a comfort: when it cannot be shown the investigation goes on, and this is told. */
  readonly failed: (error: unknown) => void;
  readonly betweenMs?: number;
}

/** Slack allows about 50 edits a minute in a workspace; people cannot read more. */
const BETWEEN_EDITS_MS = 1_500;

export function createProgressLine(deps: ProgressLineDeps): ProgressLine {
  let wanted: readonly SourceProgress[] | undefined;
  let shown: string | undefined;
  let message: PostedMessage | undefined;
  let turn: Promise<void> = Promise.resolve();
  let ticking = false;
  let closed = false;

  async function put(running: boolean): Promise<void> {
    if (wanted === undefined) return;
    const content = deps.render(wanted, running);
    const drawn = JSON.stringify(content);
    if (drawn === shown) return;
    shown = drawn;
    try {
      if (message === undefined) message = await deps.post(content);
      else await deps.edit(message, content);
    } catch (error) {
      deps.failed(error);
    }
  }

  async function tick(): Promise<void> {
    while (!closed) {
      const before = shown;
      turn = put(true);
      await turn;
      if (shown === before) break;
      await deps.sleep(deps.betweenMs ?? BETWEEN_EDITS_MS);
    }
    ticking = false;
  }

  return {
    show(sources) {
      if (closed) return;
      wanted = sources;
      if (ticking) return;
      ticking = true;
      void tick();
    },
    async close() {
      if (closed) return;
      closed = true;
      await turn;
      // A line that was never shown is not begun after the end.
      if (message !== undefined) await put(false);
    },
  };
}
