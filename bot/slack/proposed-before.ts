import type { ProposedAction } from '../domain/action.ts';

/** What the presser of an answer's button is told where the thread does not show it by itself. */
export const PROPOSED_BEFORE: Readonly<Record<ProposedAction['state'], string>> = {
  proposed: 'It is proposed already, in this thread; it waits for an approval.',
  running: 'It is approved already, and being done.',
  done: 'It was done already. Look again before you do it twice; /sre restart proposes it anew.',
  failed: 'It was tried already, and failed.',
  refused: 'It was refused.',
  expired: 'It expired.',
};
