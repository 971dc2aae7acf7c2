import type { App } from '@slack/bolt';
import { SreError } from '../../domain/errors.ts';
import type { SlackDeps } from '../deps.ts';

/**
 * Slack says that an account changed. One that is deactivated cannot act any more, so nothing else would end what it
 * holds: its tokens are revoked here. Throws where that fails, and Slack says it again.
 */
export function register(app: App, deps: SlackDeps): void {
  app.event('user_change', async ({ event, body }) => {
    const { user } = event;
    if (!user.deleted) return;
    // From Slack's directory, not from the event: what is kept of the person there is renewed by it.
    const person = await deps.people.find(body.team_id, user.id, { fresh: true });
    if (!person.deactivated) return;
    try {
      await deps.identity.resolve(person);
    } catch (thrown) {
      if (!(thrown instanceof SreError) || thrown.kind !== 'forbidden') throw thrown;
      if (thrown.cause !== undefined) throw thrown;
      deps.log.info({ user: user.id }, 'a deactivated account holds no tokens any more');
    }
  });
}
