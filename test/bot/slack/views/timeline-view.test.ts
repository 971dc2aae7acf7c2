import { expect, test } from '@jest/globals';
import { timelineMessage } from '../../../../bot/slack/views/standing.ts';

const moments = [
  { at: '2031-03-04T05:00:00Z', what: 'errors of service/basket rose at 2031-03-04T05:00:30Z', from: 'metrics' },
  { at: '2031-03-04T05:02:00Z', what: '<@U1> is commander, by <@U2>.', from: 'incident' },
  { at: '2031-03-05T05:02:00Z', what: '<!channel> Answer: *it*', from: 'thread' },
];

test('each line has its time, the day once, names instead of mentions, and where it was seen', () => {
  const names: Record<string, string> = { U1: 'Ann', U2: 'Bob' };
  const { blocks, text } = timelineMessage(moments, (id) => names[id] ?? id);
  const shown = JSON.stringify(blocks).replace(/<!date\^\d+\^([^|]*)\|[^>]*>/g, (_date, format: string) => format);
  expect(shown).toContain('{date_short_pretty} {time}  errors of basket rose at {time}  _Metrics_');
  expect(shown).toContain('\\n{time}  *Ann is commander, by Bob.*');
  expect(shown).toContain('\\n{date_short_pretty} {time}  *&lt;!channel&gt; Answer: ∗it∗*');
  expect(shown).not.toMatch(/<@U|<!channel/);
  expect(text).toContain('3 entries');
});
