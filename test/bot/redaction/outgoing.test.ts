import { expect, test } from '@jest/globals';
import { redactedAnswer, redactedBody, redactedFile } from '../../../bot/redaction/outgoing.ts';
import { plantSecrets } from './planted-secrets.ts';

// The last look at what goes to Slack.

const secret = `gh${'p_'}${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
const form = (fields: Record<string, string>) => String(redactedBody(new URLSearchParams(fields).toString()));
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

test.each(plantSecrets(2))('$kind: $line', ({ secret: planted, line }) => {
  const posted = new URLSearchParams(form({ text: line, blocks: JSON.stringify([section(line)]) }));
  const pieces = [planted, ...planted.split('\n').filter((piece) => piece.length > 20)];
  for (const name of ['text', 'blocks']) for (const piece of pieces) expect(posted.get(name)).not.toContain(piece);
});

test('what nothing is found in goes as it was, letter by letter', () => {
  const body = new URLSearchParams({ token: 'xoxb-1-2-abc', channel: 'C1', text: 'a b + c', blocks: '[ ]' }).toString();
  expect(form({})).toBe('');
  expect(String(redactedBody(body.replace(/blocks=[^&]*/, 'blocks=[]')))).toBe(
    body.replace(/blocks=[^&]*/, 'blocks=[]'),
  );
});

test('the token, ids, links and what comes back to us stay whole', () => {
  const link = `https://s3.example.com/reports/a.md?X-Amz-Expires=300&X-Amz-Signature=${'ab'.repeat(32)}`;
  const button = {
    type: 'button',
    url: link,
    value: secret,
    action_id: secret,
    text: { type: 'plain_text', text: secret },
  };
  const posted = new URLSearchParams(form({ token: secret, channel: 'C1', blocks: JSON.stringify([button]) }));
  expect(posted.get('token')).toBe(secret);
  expect(JSON.parse(posted.get('blocks') ?? '')).toEqual([
    { type: 'button', url: link, value: secret, action_id: secret, text: { type: 'plain_text', text: '[redacted]' } },
  ]);
});

test('an answer to a response address and a file of text are looked through; a picture stays', () => {
  expect(String(redactedBody(JSON.stringify({ text: `it is ${secret}` })))).toBe('{"text":"it is [redacted]"}');
  expect(new TextDecoder().decode(redactedFile(`# it is ${secret}`))).toBe('# it is [redacted]');
  const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]);
  expect(redactedFile(picture)).toEqual(picture);
});

test('what rides on an acknowledgement is looked through', () => {
  const answer = { response_type: 'ephemeral', text: `I know no ${secret}`, blocks: [section(secret)] };
  expect(JSON.stringify(redactedAnswer(answer))).not.toContain(secret);
  expect(redactedAnswer('')).toBe('');
});
