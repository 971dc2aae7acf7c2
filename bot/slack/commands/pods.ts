import { look } from '../runs/lookups.ts';
import type { Command } from './command.ts';

export const pods: Command<'pods'> = {
  name: 'pods',
  arguments: '[target]',
  does: 'State of the pods',
  example: 'pods checkout',
  role: 'viewer',
  words: { least: 0, most: 1 },
  heading: 'Look for yourself',
  run: look('pods', 'pods'),
};
