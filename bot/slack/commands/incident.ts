import { componentOf } from '../../domain/target.ts';
import type { RunContext } from '../deps.ts';
import { openForm } from '../handlers/open-form.ts';
import { type Place, titleFor } from '../incident-form.ts';
import { declareView } from '../views/declared-incident.ts';
import { said } from '../views/notices.ts';
import type { Command } from './command.ts';

export const incident: Command<'incident'> = {
  name: 'incident',
  arguments: '[what is wrong]',
  does: 'Declare an incident',
  example: 'incident checkout is down',
  role: 'responder',
  words: { least: 0, most: Number.POSITIVE_INFINITY },
  heading: 'Incidents',
  needs: 'duty',
  run,
};

async function run({ deps, client, asker, words, triggerId, thread, whisper: reply }: RunContext): Promise<void> {
  const record = words.length === 0 ? thread : undefined;
  const target = record?.request.target;
  const threadTs = asker.threadTs ?? record?.threadTs;
  const component = record?.answer?.hypotheses[0]?.component ?? (target && componentOf(target));
  const metadata: Place = { channel: asker.channel, ...(threadTs && { threadTs }), ...(component && { component }) };
  if (triggerId === undefined) {
    return reply(said('Type /sre incident in the channel, or press Declare an incident under an answer.'));
  }
  const title = words.join(' ') || titleFor(record);
  await openForm(deps, client, { triggerId, view: declareView(JSON.stringify(metadata), title) }, reply);
}
