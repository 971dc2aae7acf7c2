import { callSlack } from '../transport/call.ts';
import type { SlackMessage } from '../views/message.ts';
import { said, whoYouAre } from '../views/notices.ts';
import { forgetMessage, preferencesMessage, preferencesView, WHAT_STAYS } from '../views/preferences.ts';
import type { Run, Runs } from './run.ts';

/** A command's trigger lives three seconds; the form is opened at once where it can be. */
const prefs: Run = async ({ deps, client, asker, triggerId, whisper }) => {
  const chosen = await deps.preferences.read({ teamId: asker.teamId, slackUserId: asker.userId });
  if (triggerId !== undefined) {
    try {
      await callSlack(() => client.views.open({ trigger_id: triggerId, view: preferencesView(chosen) }), {
        repeatable: false,
      });
      return;
    } catch (error) {
      deps.log.warn({ err: error }, 'preferences form not opened');
    }
  }
  await whisper(preferencesMessage(chosen));
};

const whoami: Run = ({ actor, whisper }) => whisper(whoYouAre(actor));

const forget: Run = ({ whisper }) => whisper(forgetMessage());

export const ownRuns: Runs = { prefs, whoami, forget };

/** What is said once everything is deleted, but for what is under way. */
export function forgotten(underWay: number): SlackMessage {
  const rest =
    underWay === 0
      ? ''
      : ` ${underWay === 1 ? 'One record is' : `${underWay} records are`} still under way and keep your name until that is over; then it goes there, too.`;
  return said(
    'Done. Your preferences, your feedback, our conversations and your sign-in are deleted, and your name and your ' +
      `questions are taken out of my records.${rest} What stays: ${WHAT_STAYS}`,
  );
}
