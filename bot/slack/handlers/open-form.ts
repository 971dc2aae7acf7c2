import type { types, webApi } from '@slack/bolt';
import type { RunContext, SlackDeps } from '../deps.ts';
import { callSlack } from '../transport/call.ts';
import { said } from '../views/notices.ts';

const TOO_LATE = 'The form could not be opened in time. Please press again.';

/** Opens a form, and says so where Slack does not: its trigger lives three seconds, and Slack may make us wait. */
export async function openForm(
  deps: Pick<SlackDeps, 'log'>,
  client: webApi.WebClient,
  form: { readonly triggerId: string; readonly view: types.ModalView },
  reply: RunContext['whisper'],
): Promise<void> {
  try {
    await callSlack(() => client.views.open({ trigger_id: form.triggerId, view: form.view }), { repeatable: false });
  } catch (error) {
    deps.log.warn({ err: error }, 'form not opened');
    await reply(said(TOO_LATE));
  }
}
