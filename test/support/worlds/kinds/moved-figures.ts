import type { FaultKind } from '../fault-kind.ts';
import { agentFigures } from './agent-figures.ts';
import { figureKind } from './figure.ts';
import { courses } from './moved-figure.ts';
import { movedNodes } from './moved-nodes.ts';
import { movedPrograms } from './moved-programs.ts';
import { movedStores } from './moved-stores.ts';
import { reachedFigures } from './reached-figures.ts';

/** Kinds of fault that one figure tells of: by how far it moved, or by what it reached. */
export const MOVED_FIGURE_KINDS: readonly FaultKind[] = [
  ...[...movedPrograms, ...movedStores, ...movedNodes].flatMap(courses),
  ...reachedFigures,
  ...agentFigures,
].map(figureKind);
