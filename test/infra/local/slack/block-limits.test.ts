import { expect, test } from '@jest/globals';
import { incidents, type Opened, openWorkspace, refusalOf } from './support/workspace.ts';

type Json = Record<string, unknown>;
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const of = (length: number) => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const option = (index: number, text = 'a') => ({ text: plain(text), value: String(index) });
const button = (rest: Json = {}) => ({ type: 'button', text: plain('Go'), ...rest });
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const confirm = (rest: Json = {}) => ({ title: plain('t'), text: plain('x'), ...rest });
const chart = (series: number, points: number, label = 'p') => ({
  type: 'data_visualization',
  title: 'Latency',
  chart: {
    type: 'line',
    axis_config: { categories: times(points, (index) => `${label}${index}`) },
    series: times(series, (name) => ({
      name: `s${name}`,
      data: times(points, (index) => ({ label: `${label}${index}`, value: index })),
    })),
  },
});
const tableOf = (rows: number, columns: number) => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => ({ type: 'raw_text', text: 'c' }))),
});

const posted = (opened: Opened, blocks: unknown) =>
  opened.client.apiCall('chat.postMessage', { channel: incidents, text: 'fallback', blocks: blocks as never });

/** [what, the largest that passes, one too much, where Slack points] */
const limits: [string, Json[], Json[], string][] = [
  ['50 blocks', times(50, () => ({ type: 'divider' })), times(51, () => ({ type: 'divider' })), '/blocks'],
  [
    'section text 3,000',
    [{ type: 'section', text: mrkdwn(of(3000)) }],
    [{ type: 'section', text: mrkdwn(of(3001)) }],
    '/blocks/0/text/text',
  ],
  [
    '10 fields',
    [{ type: 'section', fields: times(10, () => plain('f')) }],
    [{ type: 'section', fields: times(11, () => plain('f')) }],
    '/blocks/0/fields',
  ],
  [
    'field 2,000',
    [{ type: 'section', fields: [plain(of(2000))] }],
    [{ type: 'section', fields: [plain(of(2001))] }],
    '/blocks/0/fields/0/text',
  ],
  [
    'header 150',
    [{ type: 'header', text: plain(of(150)) }],
    [{ type: 'header', text: plain(of(151)) }],
    '/blocks/0/text/text',
  ],
  [
    '10 context elements',
    [{ type: 'context', elements: times(10, () => plain('e')) }],
    [{ type: 'context', elements: times(11, () => plain('e')) }],
    '/blocks/0/elements',
  ],
  [
    '25 actions',
    [actions(...times(25, () => button()))],
    [actions(...times(26, () => button()))],
    '/blocks/0/elements',
  ],
  [
    'button text 75',
    [actions(button({ text: plain(of(75)) }))],
    [actions(button({ text: plain(of(76)) }))],
    '/blocks/0/elements/0/text/text',
  ],
  [
    'button value 2,000',
    [actions(button({ value: of(2000) }))],
    [actions(button({ value: of(2001) }))],
    '/blocks/0/elements/0/value',
  ],
  [
    'button url 3,000',
    [actions(button({ url: `https://e.com/${of(2986)}` }))],
    [actions(button({ url: `https://e.com/${of(2987)}` }))],
    '/blocks/0/elements/0/url',
  ],
  [
    'action_id 255',
    [actions(button({ action_id: of(255) }))],
    [actions(button({ action_id: of(256) }))],
    '/blocks/0/elements/0/action_id',
  ],
  [
    'block_id 255',
    [{ type: 'divider', block_id: of(255) }],
    [{ type: 'divider', block_id: of(256) }],
    '/blocks/0/block_id',
  ],
  [
    'confirm title 100',
    [actions(button({ confirm: confirm({ title: plain(of(100)) }) }))],
    [actions(button({ confirm: confirm({ title: plain(of(101)) }) }))],
    '/blocks/0/elements/0/confirm/title/text',
  ],
  [
    'confirm text 300',
    [actions(button({ confirm: confirm({ text: plain(of(300)) }) }))],
    [actions(button({ confirm: confirm({ text: plain(of(301)) }) }))],
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    'confirm button 30',
    [actions(button({ confirm: confirm({ deny: plain(of(30)) }) }))],
    [actions(button({ confirm: confirm({ deny: plain(of(31)) }) }))],
    '/blocks/0/elements/0/confirm/deny/text',
  ],
  [
    '100 options',
    [actions({ type: 'static_select', options: times(100, (index) => option(index)) })],
    [actions({ type: 'static_select', options: times(101, (index) => option(index)) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'option value 150',
    [actions({ type: 'static_select', options: [{ text: plain('a'), value: of(150) }] })],
    [actions({ type: 'static_select', options: [{ text: plain('a'), value: of(151) }] })],
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'option text 75',
    [actions({ type: 'static_select', options: [option(1, of(75))] })],
    [actions({ type: 'static_select', options: [option(1, of(76))] })],
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'placeholder 150',
    [actions({ type: 'users_select', placeholder: plain(of(150)) })],
    [actions({ type: 'users_select', placeholder: plain(of(151)) })],
    '/blocks/0/elements/0/placeholder/text',
  ],
  [
    '5 overflow options',
    [actions({ type: 'overflow', options: times(5, (index) => option(index)) })],
    [actions({ type: 'overflow', options: times(6, (index) => option(index)) })],
    '/blocks/0/elements/0/options',
  ],
  [
    '10 checkboxes',
    [actions({ type: 'checkboxes', options: times(10, (index) => option(index)) })],
    [actions({ type: 'checkboxes', options: times(11, (index) => option(index)) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'image alt 2,000',
    [{ type: 'image', image_url: 'https://e.com/a.png', alt_text: of(2000) }],
    [{ type: 'image', image_url: 'https://e.com/a.png', alt_text: of(2001) }],
    '/blocks/0/alt_text',
  ],
  [
    'markdown 12,000',
    [{ type: 'markdown', text: of(12_000) }],
    [{ type: 'markdown', text: of(12_001) }],
    '/blocks/0/text',
  ],
  [
    'markdown in all 12,000',
    [
      { type: 'markdown', text: of(6000) },
      { type: 'markdown', text: of(6000) },
    ],
    [
      { type: 'markdown', text: of(6000) },
      { type: 'markdown', text: of(6001) },
    ],
    '/blocks',
  ],
  ['table 100 rows', [tableOf(100, 2)], [tableOf(101, 2)], '/blocks/0/rows'],
  ['table 20 columns', [tableOf(2, 20)], [tableOf(2, 21)], '/blocks/0/rows/0'],
  ['one table', [tableOf(1, 1)], [tableOf(1, 1), tableOf(1, 1)], '/blocks'],
  ['chart title 50', [{ ...chart(1, 2), title: of(50) }], [{ ...chart(1, 2), title: of(51) }], '/blocks/0/title'],
  ['chart 20 points', [chart(1, 20)], [chart(1, 21)], '/blocks/0/chart/axis_config/categories'],
  ['chart 12 series', [chart(12, 2)], [chart(13, 2)], '/blocks/0/chart/series'],
  ['chart label 20', [chart(1, 2, of(19))], [chart(1, 2, of(20))], '/blocks/0/chart/axis_config/categories/0'],
  ['2 charts', [chart(1, 1), chart(1, 1)], [chart(1, 1), chart(1, 1), chart(1, 1)], '/blocks'],
  [
    '5 context actions',
    [{ type: 'context_actions', elements: times(5, () => ({ type: 'icon_button', icon: 'trash', text: plain('t') })) }],
    [{ type: 'context_actions', elements: times(6, () => ({ type: 'icon_button', icon: 'trash', text: plain('t') })) }],
    '/blocks/0/elements',
  ],
];

test.each(limits)('%s', async (_what, passes, tooMuch, pointer) => {
  const opened = await openWorkspace();
  expect((await posted(opened, passes)).ok).toBe(true);
  const refusal = await refusalOf(posted(opened, tooMuch));
  expect(refusal.error).toBe('invalid_blocks');
  expect(refusal.messages.some((message) => message.includes(`[json-pointer:${pointer}]`))).toBe(true);
});

test('about 13,200 characters over all blocks are too long', async () => {
  const opened = await openWorkspace();
  const sections = (count: number) => times(count, () => ({ type: 'section', text: mrkdwn(of(2640)) }));
  expect((await posted(opened, sections(5))).ok).toBe(true);
  expect((await refusalOf(posted(opened, [...sections(5), { type: 'header', text: plain('x') }]))).error).toBe(
    'msg_blocks_too_long',
  );
});

const mistakes: [string, unknown, string][] = [
  ['an unknown block type', [{ type: 'sparkline' }], 'unsupported type: sparkline [json-pointer:/blocks/0/type]'],
  ['a block without a type', [{ text: 'x' }], 'missing required field: type [json-pointer:/blocks/0]'],
  [
    'an element where it may not stand',
    [actions({ type: 'plain_text_input' })],
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a field nobody knows',
    [{ type: 'divider', colour: 'red' }],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'an empty text',
    [{ type: 'section', text: mrkdwn('') }],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a section without text or fields',
    [{ type: 'section' }],
    'must define either `text` or `fields` [json-pointer:/blocks/0]',
  ],
  [
    'mrkdwn in a header',
    [{ type: 'header', text: mrkdwn('x') }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'a repeated block_id',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    '`block_id` `a` already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    'a repeated action_id',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '`action_id` `a` already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'an alert, which belongs to modals',
    [{ type: 'alert', text: plain('x') }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'chart data without its category',
    [{ ...chart(1, 2), chart: { ...chart(1, 2).chart, axis_config: { categories: ['p0', 'other'] } } }],
    'data labels must match `axis_config.categories` [json-pointer:/blocks/0/chart/series/0/data]',
  ],
];

test.each(mistakes)('%s is refused with its place', async (_what, blocks, message) => {
  const opened = await openWorkspace();
  expect(await refusalOf(posted(opened, blocks))).toEqual({
    error: 'invalid_blocks',
    messages: [`[ERROR] ${message}`],
  });
});

test('blocks that are no list are invalid_blocks_format', async () => {
  const opened = await openWorkspace();
  expect((await refusalOf(posted(opened, { type: 'divider' }))).error).toBe('invalid_blocks_format');
  expect((await refusalOf(posted(opened, '[{'))).error).toBe('invalid_blocks_format');
});

test('blocks of attachments and of updates are judged too', async () => {
  const opened = await openWorkspace();
  const first = await opened.client.chat.postMessage({ channel: incidents, text: 'x' });
  const wrong = [{ type: 'sparkline' }];
  const update = opened.client.apiCall('chat.update', {
    channel: incidents,
    ts: first.ts,
    text: 'x',
    blocks: wrong as never,
  });
  expect((await refusalOf(update)).error).toBe('invalid_blocks');
  const attached = opened.client.apiCall('chat.postMessage', {
    channel: incidents,
    attachments: [{ blocks: wrong }] as never,
  });
  expect((await refusalOf(attached)).messages).toEqual([
    '[ERROR] unsupported type: sparkline [json-pointer:/attachments/0/blocks/0/type]',
  ]);
});
