import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ALL_VIEWS } from './all-views.ts';
import { WORST_TEXTS } from './hostile.ts';
import { expectSafeChunks, expectSafeMessage, expectSafeView } from './judge.ts';

const BOT = join(import.meta.dirname, '..', '..', '..', '..', 'bot');
const sources = readdirSync(BOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(BOT, path), 'utf8') }));
const views = sources.filter(({ path }) => path.startsWith(join('slack', 'views')));

/** Exported functions of a file that draw a whole message, form or Home tab, or chunks of a stream. */
function drawnIn(text: string): string[] {
  return text.split(/^(?=export )/m).flatMap((part) => {
    const name = /^export (?:async )?(?:function|const) (\w+)/.exec(part)?.[1];
    const whole = part.slice(0, /\n\}/.exec(part)?.index ?? part.length);
    const returns =
      /\)\s*:\s*(?:Promise<)?(?:readonly )?(?:SlackMessage|types\.(?:ModalView|HomeView|View|AnyChunk\[\]))/;
    const makes = /return (?:compose|notice|modal)\(|type: '(?:modal|home)'/;
    return name !== undefined && (returns.test(whole) || makes.test(whole)) ? [name] : [];
  });
}

describe.each(Object.entries(ALL_VIEWS))('%s', (_name, draw) => {
  test.each(WORST_TEXTS)(
    'with %s in every field it is taken by Slack, and calls, links and hides nothing',
    (_what, text) => {
      const drawn = draw(text);
      expect(drawn.length).toBeGreaterThan(0);
      for (const one of drawn) {
        if (Array.isArray(one)) expectSafeChunks(one);
        else if ('text' in one && 'blocks' in one) expectSafeMessage(one);
        else expectSafeView(one);
      }
    },
  );
});

test('every exported view is in the list, and the list names no other', () => {
  const exported = views.flatMap(({ text }) => drawnIn(text)).filter((name) => name !== 'compose');
  expect([...new Set(exported)].sort()).toEqual(Object.keys(ALL_VIEWS).sort());
});

test('blocks are made in the views alone, so that nothing is sent that is not in the list', () => {
  const block = /type: '(?:section|header|context|actions|divider|image|input|modal|home|rich_text|table|plan)'/;
  const elsewhere = sources
    .filter(({ path }) => path.startsWith('slack') && !path.startsWith(join('slack', 'views')))
    .filter(({ text }) => block.test(text) || /import \{[^}]*\bcompose\b[^}]*\} from/.test(text));
  expect(elsewhere.map(({ path }) => path)).toEqual([]);
});
