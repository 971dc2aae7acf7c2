import { DEFAULT_SINCE_SECONDS, findWindow, LONGEST_SINCE_SECONDS } from './window.ts';

/** What a person asked of `/sre` or of the bot by mention, before names are looked up. */
export type Asked =
  | { readonly kind: 'help'; readonly topic?: string }
  | {
      readonly kind: 'investigate';
      /** What was typed, for the thread and the ranking. Empty when only a command was given. */
      readonly question: string;
      /** The words in which a target may stand. */
      readonly about: string;
      /** True when `about` is nothing but a target's name. */
      readonly explicit: boolean;
      readonly sinceSeconds: number;
    }
  | {
      readonly kind: 'command';
      /** One of `COMMANDS`. */
      readonly name: string;
      readonly words: readonly string[];
    }
  /** Not understood: `problem` is a sentence, `tryThese` are whole commands without the slash. */
  | { readonly kind: 'invalid'; readonly problem: string; readonly tryThese: readonly string[] };

/** Words that are no command: what they are about, and over which time. */
export function question(asked: string, about: string, explicit: boolean): Asked {
  const window = findWindow(about);
  const rest = window?.rest ?? about;
  return windowed(
    asked,
    rest,
    explicit || (window !== undefined && rest !== '' && !rest.includes(' ')),
    window?.seconds ?? DEFAULT_SINCE_SECONDS,
    'investigate',
  );
}

/** The same with its time known; `command` is what to type where that reaches too far back. */
export function windowed(asked: string, about: string, explicit: boolean, seconds: number, command: string): Asked {
  if (seconds > LONGEST_SINCE_SECONDS) {
    return { kind: 'invalid', problem: 'I look back seven days at most.', tryThese: [`${command} 7d`] };
  }
  return { kind: 'investigate', question: asked, about, explicit, sinceSeconds: seconds };
}
