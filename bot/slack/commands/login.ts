import { logInOrOut } from '../runs/login.ts';
import type { Command } from './command.ts';

export const login: Command<'login'> = {
  name: 'login',
  arguments: '',
  does: 'Sign in with your organisation',
  example: 'login',
  role: 'viewer',
  words: { least: 0, most: 0 },
  heading: 'You and me',
  signIn: (deps, asker, reply) => logInOrOut(deps, asker, 'login', reply),
};
