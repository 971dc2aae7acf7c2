import type { App } from '@slack/bolt';
import { ACTIONS } from '../views/action-ids.ts';

/** A button with an address is opened by Slack, which marks it as broken unless the press is acknowledged too. */
export function register(app: App): void {
  app.action(new RegExp(`^${ACTIONS.openLink}_\\d+$`), async ({ ack }) => ack());
}
