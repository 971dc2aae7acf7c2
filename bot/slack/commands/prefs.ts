import type { Run } from '../deps.ts';
import { callSlack } from '../transport/call.ts';
import { preferencesMessage, preferencesView } from '../views/preferences.ts';
import type { Command } from './command.ts';

/** A command's trigger lives three seconds; the form is opened at once where it can be. */
const run: Run = async ({ deps, client, asker, triggerId, whisper }) => {
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

export const prefs: Command<'prefs'> = {
  name: 'prefs',
  arguments: '',
  does: 'My preferences',
  example: 'prefs',
  role: 'viewer',
  words: { least: 0, most: 0 },
  heading: 'You and me',
  run,
};
