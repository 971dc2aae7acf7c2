import { forgetMessage } from '../views/preferences.ts';
import type { Command } from './command.ts';

export const forget: Command<'forget'> = {
  name: 'forget',
  arguments: '',
  does: 'Delete what I keep of you',
  example: 'forget',
  role: 'viewer',
  words: { least: 0, most: 0 },
  heading: 'You and me',
  run: ({ whisper }) => whisper(forgetMessage()),
};
