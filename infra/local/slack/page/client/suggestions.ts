import type { Workspace } from './types.ts';

export interface Suggestion {
  /** Where the typed beginning starts. */
  readonly from: number;
  readonly insert: string;
  readonly note: string;
  /** It is typed out already: Enter sends. */
  readonly complete: boolean;
}

/** What may complete the word at the caret: a command at the start, a person, a group or a channel anywhere. */
export function suggestionsFor(workspace: Workspace, text: string, caret: number): readonly Suggestion[] {
  const word = /\S*$/.exec(text.slice(0, caret))![0];
  const from = caret - word.length;
  const offered: { insert: string; note: string }[] = [];
  if (word.startsWith('/') && from === 0)
    offered.push(...workspace.commands.map((one) => ({ insert: one.name, note: `[${one.hint}] ${one.description}` })), {
      insert: '/invite',
      note: '[@someone] Add people or apps to this channel',
    });
  else if (word.startsWith('@'))
    offered.push(
      ...workspace.people
        .filter((one) => !one.deactivated && one.name !== 'slackbot')
        .map((one) => ({ insert: `@${one.name}`, note: one.isBot ? `${one.realName} · App` : one.realName })),
      ...workspace.userGroups.map((one) => ({ insert: `@${one.handle}`, note: one.name })),
    );
  else if (word.startsWith('#'))
    offered.push(
      ...workspace.channels
        .filter((one) => one.name !== '')
        .map((one) => ({ insert: `#${one.name}`, note: one.topic })),
    );
  return offered
    .filter((one) => matches(one, word))
    .map((one) => ({ ...one, from, complete: one.insert === word }))
    .slice(0, 8);
}

function matches(offered: { insert: string; note: string }, word: string): boolean {
  const typed = word.slice(1).toLowerCase();
  return (
    offered.insert.startsWith(word.toLowerCase()) || (typed !== '' && offered.note.toLowerCase().startsWith(typed))
  );
}
