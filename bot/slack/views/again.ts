import type { SourceName } from '../../domain/answer.ts';
import type { News } from '../../ports/notifier.ts';
import { context, section } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { compose, type SlackMessage } from './message.ts';
import { mrkdwn } from './mrkdwn.ts';
import { answerInOneLine, SOURCE_NAMES } from './wording.ts';

/** What a later look brought, where a sentence says all of it. */
export function againNote(news: Exclude<News, { kind: 'changed' }>): SlackMessage {
  if (news.kind === 'stayed-away') {
    const text = `${namesOf(news.away)} did not come back within ten minutes, so I stop looking. Ask again when it is there.`;
    return compose(text, [{ keep: true, blocks: [context(mrkdwn`:hourglass: ${text}`)] }]);
  }
  const text = `${namesOf(news.back)} can be read again. I looked again, and it stays at: ${answerInOneLine(news.answer).text}.`;
  return compose(text, [{ keep: true, blocks: [section(mrkdwn`:repeat: ${text}`)] }]);
}

/** An answer that takes the place of the first, under a line that says why it comes. */
export function againAnswer(answer: SlackMessage, back: readonly SourceName[]): SlackMessage {
  const text = `${namesOf(back)} can be read again, so I looked again. This takes the place of the answer above.`;
  const lead = section(mrkdwn`:repeat: ${text}`);
  return { text: answer.text, blocks: [lead, ...answer.blocks].slice(0, LIMITS.blocksPerMessage) };
}

function namesOf(sources: readonly SourceName[]): string {
  const names = sources.map((source) => SOURCE_NAMES[source]);
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
