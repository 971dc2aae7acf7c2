import type { App } from '@slack/bolt';
import type { SlackDeps } from './deps.ts';
import * as account from './handlers/account.ts';
import * as actions from './handlers/actions.ts';
import * as askForm from './handlers/ask-form.ts';
import * as command from './handlers/command.ts';
import * as evidence from './handlers/evidence.ts';
import * as feedback from './handlers/feedback.ts';
import * as incident from './handlers/incident.ts';
import * as investigateThis from './handlers/investigate-this.ts';
import * as lookupDetails from './handlers/lookup-details.ts';
import * as mention from './handlers/mention.ts';
import * as message from './handlers/message.ts';
import * as onCall from './handlers/on-call.ts';
import * as openLink from './handlers/open-link.ts';
import * as own from './handlers/own.ts';
import * as report from './handlers/report.ts';
import * as stop from './handlers/stop.ts';
import { gate } from './middleware/gate.ts';
import { onceEach } from './middleware/once.ts';
import { rateLimit } from './middleware/rate-limit.ts';
import { createPatience } from './transport/patience.ts';

export type { SlackDeps } from './deps.ts';

/** How long an acknowledgement waits for what the processes share. */
const PATIENCE_MS = 300;

/** Puts everything the bot listens to on a Bolt app. The app ignores the bot's own messages by itself (`ignoreSelf`). */
export function registerSlack(app: App, deps: SlackDeps): void {
  const { claims, asks, log } = deps;
  // One for both: what was late for the first is not waited for by the second.
  const patience = createPatience({
    patienceMs: deps.patienceMs ?? PATIENCE_MS,
    onTrouble: (error) => log.warn({ err: error }, 'deliveries and asks are counted in this process alone'),
  });
  app.use(onceEach({ patience, ...(claims && { claims }) }));
  app.use(rateLimit(deps.clock, deps.limits, asks && { asks, patience }));
  app.use(gate(deps));
  for (const listener of [
    command,
    mention,
    message,
    stop,
    evidence,
    feedback,
    investigateThis,
    askForm,
    lookupDetails,
    openLink,
    own,
    report,
    onCall,
    incident,
    actions,
    account,
  ]) {
    listener.register(app, deps);
  }
}
