import type { Absence } from '../domain/absence.ts';
import type { ProposedAction } from '../domain/action.ts';
import type { AlertGroup } from '../domain/alert-group.ts';
import type { Incident } from '../domain/incident.ts';
import type { Page } from '../domain/page.ts';
import type { PostedMessage } from './message-ledger.ts';

/** What can stand on the board. */
export type Notice =
  | { readonly kind: 'alert-group'; readonly group: AlertGroup }
  | { readonly kind: 'page'; readonly page: Page }
  /** One later call of a page, in its thread: an edit of the page's own message would reach nobody. */
  | { readonly kind: 'call'; readonly page: Page; readonly index: number }
  | { readonly kind: 'incident'; readonly incident: Incident }
  | { readonly kind: 'action'; readonly action: ProposedAction }
  | { readonly kind: 'absence'; readonly absence: Absence }
  /** A sentence of ours, people in it as `<@U…>`. */
  | { readonly kind: 'note'; readonly text: string };

/** Messages that are shown and kept up to date, beside those of investigations. */
export interface Board {
  /**
   * Shows the notice as one message: posted the first time that this scope and key are used, edited in place from then
   * on, also after a crash. `since` (RFC 3339) is before anything of the scope was posted. Throws SreError.
   */
  put(
    place: { readonly channel: string; readonly threadTs?: string; readonly since: string },
    scope: string,
    key: string,
    notice: Notice,
  ): Promise<PostedMessage>;
}
