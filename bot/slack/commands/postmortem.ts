import { writePostmortem } from '../runs/postmortem.ts';
import type { Command } from './command.ts';

export const postmortem: Command<'postmortem'> = {
  name: 'postmortem',
  arguments: '',
  does: 'Draft a postmortem',
  example: 'postmortem',
  role: 'responder',
  words: { least: 0, most: 0 },
  heading: 'Incidents',
  run: writePostmortem,
};
