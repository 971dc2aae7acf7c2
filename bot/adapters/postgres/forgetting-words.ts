import type { KnownPerson } from '../../ports/personal-data.ts';

/** Stands in the place of a Slack user who was forgotten. */
const FORGOTTEN_USER = 'U0FORGOTTEN';
const FORGOTTEN_WORDS = '(forgotten)';

/** How one person is found in texts and taken out of them. */
export interface Scrubber {
  /** Parts of text, in lower case, without one of which nothing is to be done. */
  readonly needles: readonly string[];
  /** True where the text names the person. */
  names(text: string): boolean;
  /** The text, plain or JSON, without the person and without what they asked; the same where it holds neither. */
  scrub(text: string): string;
}

/** For this person, who asked these `questions`. */
export function createScrubber(person: KnownPerson, questions: readonly string[]): Scrubber {
  const { slackUserId, username, email, displayName } = person;
  const whole = (text: string) =>
    new RegExp(`(?<![A-Za-z0-9])${text.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![A-Za-z0-9])`, 'gi');
  const names: [RegExp, string][] = [[whole(slackUserId), FORGOTTEN_USER]];
  if (username !== '') names.unshift([whole(username), 'slack-forgotten']);
  if (email !== '') names.unshift([whole(email), 'forgotten@invalid']);
  const asked = questions.filter((question) => question !== '');
  const literals: [string, string][] = [
    ...asked.map((question): [string, string] => [JSON.stringify(question), JSON.stringify(FORGOTTEN_WORDS)]),
    ...(displayName === ''
      ? []
      : [[`"displayName":${JSON.stringify(displayName)}`, '"displayName":"Somebody"'] as [string, string]]),
  ];
  // A payload may be JSON inside of JSON.
  const nested = literals.map((pair) => pair.map((text) => JSON.stringify(text).slice(1, -1)) as [string, string]);
  // PostgreSQL writes jsonb with a space behind each colon.
  const spaced = [...literals, ...nested].map(([from, to]): [string, string] => [
    from.replace('":', '": '),
    to.replace('":', '": '),
  ]);
  const replaced = [...literals, ...nested, ...spaced].filter(([from, to]) => from !== to);
  const needles = [slackUserId, username, email].filter((text) => text !== '').map((text) => text.toLowerCase());
  return {
    needles,
    names: (text) => names.some(([pattern]) => text.search(pattern) >= 0),
    scrub: (text) =>
      names.reduce(
        (rest, [pattern, instead]) => rest.replace(pattern, instead),
        replaced.reduce((rest, [from, to]) => rest.replaceAll(from, to), text),
      ),
  };
}
