import type { Role } from '../../domain/actor.ts';
import type { Run, RunContext, SlackDeps } from '../deps.ts';
import type { Asker } from '../request.ts';
import type { Asked } from './asked.ts';

/** Under which command stands in the help, in this order: what people come for, in the order in which they come. */
export const HEADINGS = [
  'Find the cause',
  'Look for yourself',
  'Call somebody',
  'Incidents',
  'Put it right',
  'You and me',
] as const;

/** What was typed: the words after the name, the same as text, and all of it with the name. */
export interface Typed {
  readonly words: readonly string[];
  readonly after: string;
  readonly whole: string;
}

/** What the menu, the help and the argument errors say of a command. */
export interface CommandFacts {
  readonly name: string;
  /** As shown: `[target]` may be left out, `<text>` may not. */
  readonly arguments: string;
  /** One line, what it does. */
  readonly does: string;
  readonly example: string;
  /** Who may use it; the gate checks it before `run`. */
  readonly role: Role;
  /** How many words may follow; with others the text is read as a question, or refused. */
  readonly words: { readonly least: number; readonly most: number };
  readonly heading: (typeof HEADINGS)[number];
}

/**
 * One subcommand of `/sre`, whole: what it is called, how it is read, who may use it, and what it does. A new one is a
 * file here and a line in `index.ts`.
 */
export interface Command<Name extends string = string> extends CommandFacts {
  readonly name: Name;
  /** Reads what was typed, where counting words does not do; `names` are those of all commands. Never throws. */
  readonly parse?: (typed: Typed, names: readonly string[]) => Asked;
  /** Does it, as somebody whose role was checked. Throws SreError. Absent where the grammar or `signIn` answers. */
  readonly run?: Run;
  /** Does it before anything is looked up of the person, who may do nothing else yet. Throws SreError. */
  readonly signIn?: (deps: SlackDeps, asker: Asker, reply: RunContext['whisper']) => Promise<void>;
  /** What must be set up for it to work. */
  readonly needs?: 'duty';
}
