import { applyRulings } from '../../domain/ruling.ts';
import type { RunContext } from '../deps.ts';
import { linkToThread } from '../runs/run.ts';
import { meantTrouble, storyOfTrouble } from '../trouble.ts';
import { noTrouble } from '../views/notices.ts';
import { incidentSummary, summaryMessage } from '../views/standing.ts';
import type { Command } from './command.ts';

export const summary: Command<'summary'> = {
  name: 'summary',
  arguments: '',
  does: 'Where the incident stands',
  example: 'summary',
  role: 'viewer',
  words: { least: 0, most: 0 },
  heading: 'Incidents',
  run,
};

async function run(context: RunContext): Promise<void> {
  const trouble = await meantTrouble(context);
  if (trouble === undefined) return context.whisper(noTrouble());
  const { records, rulings } = await storyOfTrouble(context.deps, trouble);
  const { thread, incident } = trouble;
  const record = trouble.record ?? records[0];
  const isHere = context.asker.threadTs === thread.threadTs;
  const link = isHere ? undefined : await linkToThread(context.client, thread);
  if (record !== undefined) {
    const ruled = record.answer && applyRulings(record.answer, rulings);
    return context.answer(summaryMessage(record, ruled, link, incident));
  }
  await context.answer(incident === undefined ? noTrouble() : incidentSummary(incident, link));
}
