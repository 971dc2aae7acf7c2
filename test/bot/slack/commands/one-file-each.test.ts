import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { HEADINGS } from '../../../../bot/slack/commands/command.ts';
import { parseCommand } from '../../../../bot/slack/commands/grammar.ts';
import { COMMANDS } from '../../../../bot/slack/commands/index.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'bot', 'slack', 'commands');

test('every file that holds a command is listed, under its own name', () => {
  const held = readdirSync(FOLDER).flatMap((file) => {
    const name = /^export const \w+: Command<'(\w+)'>/m.exec(readFileSync(join(FOLDER, file), 'utf8'))?.[1];
    return name === undefined ? [] : [[file, name] as const];
  });
  expect(held.map(([, name]) => name).toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
  for (const [file, name] of held) expect(file).toBe(`${name}.ts`);
});

describe.each(COMMANDS.map((command) => [command.name, command] as const))('%s', (name, command) => {
  test('is answered: it runs, signs in, or is read by a grammar of its own', () => {
    expect(command.run ?? command.signIn ?? command.parse).toBeDefined();
    expect(HEADINGS).toContain(command.heading);
  });

  test('is read from its own example', () => {
    const asked = parseCommand(command.example);
    if (asked.kind === 'command') expect(asked.name).toBe(name);
    else expect(asked.kind).toBe(name);
  });
});
