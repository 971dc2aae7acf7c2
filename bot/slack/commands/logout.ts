import { logInOrOut } from '../runs/login.ts';
import type { Command } from './command.ts';

export const logout: Command<'logout'> = {
  name: 'logout',
  arguments: '',
  does: 'Take that back',
  example: 'logout',
  role: 'viewer',
  words: { least: 0, most: 0 },
  heading: 'You and me',
  signIn: (deps, asker, reply) => logInOrOut(deps, asker, 'logout', reply),
};
