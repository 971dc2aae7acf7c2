import { look } from '../runs/lookups.ts';
import type { Command } from './command.ts';

export const logs: Command<'logs'> = {
  name: 'logs',
  arguments: '[target] [since]',
  does: 'What the logs say',
  example: 'logs checkout 30m',
  role: 'viewer',
  words: { least: 0, most: 3 },
  heading: 'Look for yourself',
  run: look('logs', 'logs'),
};
