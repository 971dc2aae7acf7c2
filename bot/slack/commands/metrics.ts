import { look } from '../runs/lookups.ts';
import type { Command } from './command.ts';

export const metrics: Command<'metrics'> = {
  name: 'metrics',
  arguments: '[target] [since]',
  does: 'Which metrics changed',
  example: 'metrics checkout 6h',
  role: 'viewer',
  words: { least: 0, most: 3 },
  heading: 'Look for yourself',
  run: look('metrics', 'metrics'),
};
