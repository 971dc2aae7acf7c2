import { join } from 'node:path';

/**
 * Where Node keeps what it compiled: beside the packages, for whichever state folder. It halves the processor time that the
 * parts need to start, from the second start on; where nobody may write there, Node goes on without.
 */
export const COMPILE_CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compile');
