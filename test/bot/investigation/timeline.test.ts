import { expect, test } from '@jest/globals';
import { timelineOf } from '../../../bot/investigation/timeline.ts';
import type { InvestigationRecord } from '../../../bot/ports/investigation-store.ts';

const evidence = (id: string, observedAt: string, text: string) => ({ id, observedAt, text, source: 'logs' as const });

function recordOf(texts: readonly (readonly [observedAt: string, text: string])[]): InvestigationRecord {
  const all = texts.map(([observedAt, text], index) => evidence(`E${index}`, observedAt, text));
  const hypothesis = {
    evidence: all.map(({ id }) => id),
    contradicting: [],
    component: 'service/basket',
    cause: 'bad_deploy',
  };
  return {
    request: { question: 'slow', askedAt: '2031-03-04T06:00:00Z', askedBy: { slackUserId: 'U1' } },
    status: 'answered',
    startedAt: '2031-03-04T06:00:00Z',
    answer: { verdict: 'fault', hypotheses: [hypothesis], evidence: all },
  } as unknown as InvestigationRecord;
}

test('what lasts stands where it began, what names only later times or none where it was seen', () => {
  const record = recordOf([
    ['2031-03-04T05:59:00Z', 'timed out 160 times from 2031-03-04T05:10:00Z to 2031-03-04T05:59:00Z'],
    ['2031-03-04T05:05:00Z', 'a commit took effect at 2031-03-04T05:07:00Z'],
    ['2031-03-04T05:30:00Z', 'restarted'],
    ['not a time', 'from 2031-03-04T05:10:00Z'],
  ]);
  expect(timelineOf([record]).map(({ at, what }) => `${at.slice(11, 16)} ${what.slice(0, 9)}`)).toEqual([
    '05:05 a commit ',
    '05:10 timed out',
    '05:30 restarted',
    '06:00 <@U1> ask',
  ]);
});
