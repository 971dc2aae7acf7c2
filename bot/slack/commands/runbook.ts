import { lookUp } from '../runs/lookups.ts';
import type { Command } from './command.ts';
import { DEFAULT_SINCE_SECONDS } from './window.ts';

export const runbook: Command<'runbook'> = {
  name: 'runbook',
  arguments: '<words>',
  does: 'Find a runbook',
  example: 'runbook connection pool',
  role: 'viewer',
  words: { least: 1, most: Number.POSITIVE_INFINITY },
  heading: 'Look for yourself',
  run: (context) => lookUp(context, 'runbook', { words: context.words.join(' '), sinceSeconds: DEFAULT_SINCE_SECONDS }),
};
