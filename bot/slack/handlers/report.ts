import type { App, BlockAction } from '@slack/bolt';
import { toSreError } from '../../domain/errors.ts';
import type { ReportKind } from '../../ports/report-shelf.ts';
import type { SlackDeps } from '../deps.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { type ReportLink, reportMessage } from '../views/document.ts';
import { asActor } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

/** Whoever holds a link can read the report, so it does not live long. */
const LINK_SECONDS = 3_600;
const PATIENCE_MS = 800;

/** "Kept copy": a link that is made for the one who pressed, and expires. */
export function register(app: App, deps: SlackDeps): void {
  app.action<BlockAction>(ACTIONS.openReport, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      await reply(reportMessage(await findReport(deps, 'postmortem', pressedValue(action), actor.teamId)));
    });
  });
}

/** The way to a kept report; undefined where there is none, and where the shelf is slow or away. Never throws. */
export async function findReport(
  { documents, clock, log }: Pick<SlackDeps, 'documents' | 'clock' | 'log'>,
  kind: ReportKind,
  id: string,
  teamId: string,
): Promise<ReportLink | undefined> {
  const until = new Date(clock.now().getTime() + LINK_SECONDS * 1_000);
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), PATIENCE_MS);
  try {
    const found = await Promise.race([documents.shelf?.find(kind, id, teamId, LINK_SECONDS), late.promise]);
    return found && { link: found.link, until };
  } catch (thrown) {
    log.warn({ err: toSreError(thrown, 'report not found') }, 'report not linked');
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
