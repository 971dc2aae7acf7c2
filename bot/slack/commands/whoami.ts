import { whoYouAre } from '../views/notices.ts';
import type { Command } from './command.ts';

export const whoami: Command<'whoami'> = {
  name: 'whoami',
  arguments: '',
  does: 'Who I take you for, and your role',
  example: 'whoami',
  role: 'viewer',
  words: { least: 0, most: 0 },
  heading: 'You and me',
  run: ({ actor, whisper }) => whisper(whoYouAre(actor)),
};
