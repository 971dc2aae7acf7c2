import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import fc from 'fast-check';
import type { Answer, SeriesChart } from '../../../bot/domain/answer.ts';
import { createAnswerPoster } from '../../../bot/slack/answer-poster.ts';
import { drawPicture } from '../../../bot/slack/chart-picture.ts';
import { callSlack, SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { answerBlocks } from '../../../bot/slack/views/answer.ts';
import { chartBlock, chartInWords, drawnSeries } from '../../../bot/slack/views/chart.ts';
import type { SlackMessage } from '../../../bot/slack/views/message.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { plainAnswer } from './views/answers.ts';
import { hostileName, hostileText } from './views/hostile.ts';
import { expectSafeMessage } from './views/judge.ts';

let slack: FakeSlack;
beforeEach(async () => {
  slack = await startFakeSlack();
});
afterEach(() => slack.close());

const start = Date.parse('2026-01-02T02:00:00Z') / 1_000;
const chart: SeriesChart = {
  title: 'request duration of basket',
  unit: 'seconds',
  points: Array.from({ length: 60 }, (_, index) => [start + index * 60, index < 40 ? 0.014 : 0.7] as const),
  onset: '2026-01-02T02:40:00Z',
};
const withChart: Answer = { ...plainAnswer, charts: [chart] };

test('a series becomes a chart of Slack’s within its limits, with its peak and where it changed', () => {
  const block = chartBlock(chart)!;
  expect(block.title).toBe('request duration of basket, from 02:40 UTC');
  expect(block.chart.series[0]!.data).toHaveLength(12);
  expect(block.chart.axis_config.y_label).toBe('ms');
  expect(Math.max(...block.chart.series[0]!.data.map(({ value }) => value))).toBe(700);
  expect(chartInWords(chart)).toBe(
    'request duration of basket: from 14 ms to 700 ms, at most 700 ms; it changed at 02:40 UTC',
  );
  expectSafeMessage(answerBlocks(withChart, { investigation: 'inv-1' }));
});

test('a lone peak is drawn though the points are thinned', () => {
  const points = chart.points.map(([at], index) => [at, index === 33 ? 9 : 1] as const);
  const values = chartBlock({ ...chart, points })!.chart.series[0]!.data.map(({ value }) => value);
  expect(values).toContain(9);
});

test('charts of any text and values fit, or are left out', () => {
  const point = fc.tuple(fc.oneof(fc.double(), fc.nat()), fc.oneof(fc.double(), fc.nat()));
  const any = fc.record({
    title: hostileText,
    unit: fc.option(hostileName, { nil: undefined }),
    points: fc.array(point, { maxLength: 80 }),
    onset: fc.option(hostileName, { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 3 }), fc.boolean(), (charts, brief) => {
      expectSafeMessage(answerBlocks({ ...plainAnswer, charts }, { investigation: 'inv-1', brief }));
      const pictures = charts.map((each) => ({ fileId: 'F1', altText: chartInWords(each) }));
      expectSafeMessage(answerBlocks({ ...plainAnswer, charts }, { nativeCharts: false, pictures }));
    }),
    { numRuns: 60 },
  );
});

test('the picture is a PNG with the series in it', async () => {
  const png = Buffer.from(await drawPicture(drawnSeries(chart)!));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(1_120);
  const empty = Buffer.from(
    await drawPicture({
      ...drawnSeries(chart)!,
      title: ' ',
      points: [
        [start, 0],
        [start + 1, 0],
      ],
    }),
  );
  expect(png.length).toBeGreaterThan(empty.length);
});

function posterOf() {
  const client = new webApi.WebClient('xoxb-charts', { ...SLACK_CLIENT_OPTIONS, slackApiUrl: slack.apiUrl });
  const posted: SlackMessage[] = [];
  const answers = createAnswerPoster({ client });
  const post = async () => {
    await answers.post({ id: 'inv-1' } as never, withChart, { investigation: 'inv-1' }, async (draw) => {
      const message = draw();
      await callSlack(
        () => client.chat.postMessage({ channel: 'C1', text: message.text, blocks: [...message.blocks] }),
        {
          repeatable: false,
        },
      );
      posted.push(message);
    });
  };
  return { post, posted };
}
const kinds = (message: SlackMessage | undefined) => message?.blocks.map(({ type }) => type);

test('where Slack refuses its chart block, a picture is uploaded and stands in its place, from then on at once', async () => {
  const { post, posted } = posterOf();
  slack.trouble('chat.postMessage', { error: 'invalid_blocks' });
  await post();
  await post();
  expect(kinds(posted[0])).toContain('image');
  expect(kinds(posted[0])).not.toContain('data_visualization');
  expect(kinds(posted[0])).toContain('context_actions');
  expect(slack.of('chat.postMessage')).toHaveLength(3);
  expect(slack.uploads[0]).toContain('PNG');
});

test('where Slack refuses the picture too, the words stand alone', async () => {
  const { post, posted } = posterOf();
  slack.trouble('chat.postMessage', { error: 'invalid_blocks' }, { error: 'invalid_blocks' });
  await post();
  expect(kinds(posted[0])).not.toContain('image');
  expect(kinds(posted[0])).toContain('header');
});
