import type { App, BlockAction } from '@slack/bolt';
import { SreError, toSreError } from '../../domain/errors.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { SlackDeps } from '../deps.ts';
import { callSlack, slackCode } from '../transport/call.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { evidenceMessage, evidenceView, noEvidenceView } from '../views/evidence.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';
import { findReport } from './report.ts';

/** A trigger lives three seconds; the store gets less, so that there is time to open the modal. */
const PATIENCE_MS = 1_500;

/** "Show all evidence": a modal, in pages. */
export function register(app: App, deps: SlackDeps): void {
  app.action<BlockAction>(ACTIONS.showEvidence, async ({ ack, action, body, client, respond }) => {
    await ack();
    const presser = presserOf(body);
    const id = pressedValue(action);
    const [{ record, wording }, report] = await Promise.all([
      findInTime(deps, id, presser.teamId),
      findReport(deps, 'report', id, presser.teamId),
    ]);
    const view = record?.answer ? evidenceView(record.request.id, record.answer, 0, report) : noEvidenceView(wording);
    try {
      await callSlack(() => client.views.open({ trigger_id: body.trigger_id, view }), { repeatable: false });
    } catch (error) {
      deps.log.warn({ err: error, code: slackCode(error) }, 'evidence modal not opened');
      if (record?.answer) await replyBy(respond, body)(evidenceMessage(record.answer));
    }
  });

  app.action<BlockAction>(new RegExp(`^${ACTIONS.evidencePage}_`), async ({ ack, action, body, client }) => {
    await ack();
    const [id = '', page = '0'] = pressedValue(action).split(' ');
    const { record, wording } = await findInTime(deps, id, body.team?.id ?? '');
    if (body.view === undefined) return;
    const view = record?.answer ? evidenceView(id, record.answer, Number(page)) : noEvidenceView(wording);
    const { id: viewId, hash } = body.view;
    await callSlack(() => client.views.update({ view_id: viewId, hash, view }), { repeatable: false }).catch(
      (error: unknown) => {
        // Two presses at once: the second one's page was drawn over an older view.
        if (slackCode(error) !== 'hash_conflict') throw error;
      },
    );
  });
}

async function findInTime(
  deps: SlackDeps,
  id: string,
  teamId: string,
): Promise<{ record?: InvestigationRecord; wording: string }> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new SreError('timeout', 'the store is slow')), PATIENCE_MS);
  try {
    const record = await Promise.race([deps.store.find(id), late.promise]);
    if (record?.request.thread.teamId !== teamId) return { wording: 'That investigation is not known any more.' };
    return { record, wording: 'There is no answer yet, so there is no evidence to show.' };
  } catch (thrown) {
    const error = toSreError(thrown, 'evidence not read');
    deps.log.error({ err: error, investigation: id }, 'evidence not read');
    return { wording: `The evidence cannot be read just now. ${error.wording}` };
  } finally {
    clearTimeout(timer);
  }
}
