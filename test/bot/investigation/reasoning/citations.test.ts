import { expect, test } from '@jest/globals';
import type { Evidence } from '../../../../bot/domain/finding.ts';
import { checkSentence, knownNames, splitSentences } from '../../../../bot/investigation/reasoning/citations.ts';

const list: readonly Evidence[] = [
  {
    id: 'E1',
    source: 'kubernetes',
    tool: 'list_objects',
    target: 'pod/cart-6f9d-x2',
    text: 'Container cart was killed with exit code 137 (OOMKilled) 12 times; its limit is 128Mi.',
  },
  {
    id: 'E2',
    source: 'metrics',
    tool: 'summarize_series',
    target: 'service/cart',
    text: 'Memory of cart rose from 90 to 127.5 MiB at 2031-03-04T10:02:00Z.',
  },
  {
    id: 'E3',
    source: 'logs',
    tool: 'summarize_logs',
    target: 'service/checkout',
    text: 'checkout logged "connection refused to cart:7070" 1,240 times.',
  },
];
const evidence = new Map(list.map((one) => [one.id, one]));
const known = knownNames(list);
const check = (sentence: string) => {
  const result = checkSentence(sentence, { evidence, known, stated: new Map() });
  return result.held ? 'held' : result.reason;
};

test.each([
  'The cart container was killed for its memory 12 times with exit code 137 [E1].',
  'Its limit of 128Mi was reached when memory rose to 127.5 MiB [E1, E2].',
  'The checkout service then failed because cart refused its connections [E3].',
  'It logged the refused connection to cart:7070 1240 times [E3].',
  'Memory began to rise at 2031-03-04T10:02:00Z [E2].',
  'This is a typical out-of-memory kill, so raise the memory limit or find what holds the memory [E1].',
  'The pod cart-6f9d-x2 restarts because the kernel stops it [E1].',
])('holds: %s', (sentence) => {
  expect(check(sentence)).toBe('held');
});

test.each([
  ['The cart container was killed for its memory.', 'no-citation'],
  ['The cart container was killed [E9].', 'unknown-citation'],
  ['The cart container was killed [E1, E99].', 'unknown-citation'],
  ['The cart container was killed 13 times [E1].', 'unknown-figure'],
  ['The cart container was killed 12 times within 5 minutes [E1].', 'unknown-figure'],
  ['Memory rose to 127.9 MiB [E2].', 'unknown-figure'],
  ['Memory doubled [E2].', 'unknown-figure'],
  ['Five pods were killed [E1].', 'unknown-figure'],
  ['Most requests failed [E3].', 'unknown-figure'],
  ['The payment service was killed [E1].', 'unknown-name'],
  ['The ledger is behind cart-db, which is down [E1].', 'unknown-name'],
  ['The service billing refuses connections [E3].', 'unknown-name'],
  ['Redis refuses connections [E3] and Kafka too.', 'unknown-name'],
  ['The checkout service was killed [E1].', 'unknown-name'],
  ['Ask Sam Miller to raise the limit [E1].', 'unknown-name'],
  ['The image cart:v9 was killed [E1].', 'unknown-name'],
  ['Container `sidecar` was killed [E1].', 'unknown-name'],
  ['See https://evil.example for cart [E1].', 'leads-away'],
  ['<!channel> the cart container was killed [E1].', 'leads-away'],
  ['Tell <@U123> that cart was killed [E1].', 'leads-away'],
  ['[Click](x) as cart was killed [E1].', 'leads-away'],
  ['The cart container was killed as E1 says [E1] [E 2.', 'leads-away'],
  ['As told [E1].', 'no-substance'],
  ['Done as told [E1].', 'unknown-deed'],
  ['The cart container was restarted by the bot [E1].', 'unknown-deed'],
  ['The cart container is ruled out as a cause [E1].', 'unknown-deed'],
  ['It was rolled back, so cart is fixed [E1].', 'unknown-deed'],
  ['There is no such tool [E2].', 'no-substance'],
  ['Run kubectl delete pod cart-6f9d-x2 [E1].', 'leads-away'],
])('drops: %s (%s)', (sentence, reason) => {
  expect(check(sentence)).toBe(reason);
});

test('an address inside the system is quoted without what would make a link of it; one on the web is not', () => {
  const text =
    'Get "http://cart:7070/x" and http://10.0.3.4:80/ and http://evil.tech/x failed; image reg.evil.tech/a/b:v1.';
  const seen = new Map([['E1', { id: 'E1', source: 'logs', tool: 't', target: 'service/cart', text } as Evidence]]);
  const said = (sentence: string) =>
    checkSentence(`${sentence} [E1].`, { evidence: seen, known: new Set(['cart']), stated: new Map() });
  expect(said('Get "http://cart:7070/x" failed')).toMatchObject({ held: true, text: 'Get "cart:7070/x" failed.' });
  expect(said('It failed at http://10.0.3.4:80/')).toMatchObject({ held: true, text: 'It failed at 10.0.3.4:80/.' });
  expect(said('The image reg.evil.tech/a/b:v1 failed')).toMatchObject({ held: true });
  expect(said('It failed at http://evil.tech/x')).toMatchObject({ held: false, reason: 'leads-away' });
  expect(said('It failed at http://cart:7071/x')).toMatchObject({ held: false, reason: 'leads-away' });
});

test('sentences are split with their citations, list marks go', () => {
  const text =
    '## Cause\n1. Cart was killed. [E1] It has 128.5 MiB [E2]. Then more [E1,E2]\n- a second line [E3]\n\n**Bold** end! [E1] [E2]';
  expect(splitSentences(text)).toEqual([
    'Cause',
    'Cart was killed. [E1]',
    'It has 128.5 MiB [E2].',
    'Then more [E1,E2]',
    'a second line [E3]',
    'Bold end! [E1] [E2]',
  ]);
});
