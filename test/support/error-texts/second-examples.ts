import { DATABASE_EXAMPLES } from './databases.ts';
import { PLATFORM_EXAMPLES } from './platform.ts';
import { PROGRAM_EXAMPLES } from './programs.ts';

/** By the row's id: a text that the row must be read from too, and that was not used to write its pattern. */
export const SECOND_EXAMPLES: Readonly<Record<string, string>> = {
  ...DATABASE_EXAMPLES,
  ...PROGRAM_EXAMPLES,
  ...PLATFORM_EXAMPLES,
};
