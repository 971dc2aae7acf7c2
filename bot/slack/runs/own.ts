import { callSlack } from '../transport/call.ts';
import { said, whoYouAre } from '../views/notices.ts';
import { forgetMessage, preferencesMessage, preferencesView } from '../views/preferences.ts';
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

/** What is said once everything is deleted, or where it was not. */
export const forgotten = said('Done. I keep nothing of you any more: no preferences, no feedback, no conversations.');
