import { look } from '../runs/lookups.ts';
import type { Command } from './command.ts';

export const changes: Command<'changes'> = {
  name: 'changes',
  arguments: '[target] [since]',
  does: 'Deploys, configuration, flags',
  example: 'changes checkout 1d',
  role: 'viewer',
  words: { least: 0, most: 3 },
  heading: 'Look for yourself',
  run: look('changes', 'changes'),
};
