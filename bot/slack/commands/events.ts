import { look } from '../runs/lookups.ts';
import type { Command } from './command.ts';

export const events: Command<'events'> = {
  name: 'events',
  arguments: '[target] [since]',
  does: 'Kubernetes events',
  example: 'events checkout 1h',
  role: 'viewer',
  words: { least: 0, most: 3 },
  heading: 'Look for yourself',
  run: look('events', 'events'),
};
