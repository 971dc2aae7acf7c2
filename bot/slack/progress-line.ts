import type { SourceProgress } from '../ports/notifier.ts';

/** Keeps what is shown of the progress up to date: many states in, few calls out, and always the last one. */
export interface ProgressLine {
  show(sources: readonly SourceProgress[]): void;
  /**
   * Shows the last state as final and ends; resolves when it stands, with false where that is not sure: nothing was shown,
   * or Slack did not say so. Later calls do nothing.
   */
  close(): Promise<boolean>;
}

export interface ProgressLineDeps {
  /** Brings the thread to this state; called one after the other. False where nothing stands there. */
  readonly put: (sources: readonly SourceProgress[], running: boolean) => Promise<boolean>;
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
  let begun = false;
  let turn: Promise<unknown> = Promise.resolve();
  let ticking = false;
  let closed = false;

  async function put(running: boolean): Promise<boolean> {
    if (wanted === undefined) return true;
    const state = JSON.stringify([wanted, running]);
    if (state === shown) return true;
    shown = state;
    try {
      begun = await deps.put(wanted, running);
      return true;
    } catch (error) {
      deps.failed(error);
      return false;
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
      if (closed) return true;
      closed = true;
      await turn;
      // A line that was never shown is not begun after the end.
      return begun && (await put(false));
    },
  };
}
