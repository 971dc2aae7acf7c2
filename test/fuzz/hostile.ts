import fc from 'fast-check';
import { anyCharacter } from '../support/any-character.ts';

// What every fuzz test is fed with.

/** The same inputs each time; `FUZZ_SEED` and `FUZZ_RUNS` try others, and more of them. */
export const SEED = Number(process.env.FUZZ_SEED ?? 1);
export const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

/** Text as it is met, broken and hostile: pieces of all formats, put together without sense. */
export const PIECES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ':',
    ',',
    '\\',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '---\n',
    '- ',
    '&a ',
    '*a',
    '!!js ',
    '#',
    '|',
    '>',
    '%',
  ],
  ...[
    '\u0000',
    '\ud800',
    '\udc00',
    '😀',
    '\u202e',
    '\u200b',
    'é',
    '\ufeff',
    '$(',
    '`',
    '<!channel>',
    '<@U1>',
    '../',
    '%00',
    '=&',
  ],
  ...[
    'null',
    'true',
    '-1',
    '1e999',
    'NaN',
    '0x1',
    '99999999999999999999',
    '2026-01-05T10:00:00Z',
    '1767607200',
    'Jan  5 10:00:00',
  ],
  ...[
    '{"alerts":[',
    '"labels":{',
    '"__proto__":',
    '"constructor":',
    '"status":"firing"',
    '"startsAt":"',
    '"AlarmName":"a"',
    '"NewStateValue":"ALARM"',
  ],
  ...[
    'apiVersion: v1\n',
    'kind: Pod\n',
    'metadata:\n',
    '  name: a\n',
    'Name:  a\n',
    'NAME  READY  AGE\n',
    'Events:\n',
    'Last Seen',
    '5m3s',
    '12Mi',
    '0/3 nodes are available: ',
  ],
  ...[
    'severity=',
    'level=error',
    'E0105 10:00:00.000001       1 a.go:1] ',
    'dial tcp 10.0.0.1:80: ',
    'connection refused',
    'at com.a.B(C.java:1)',
    '# Title\n',
    '```\n',
    'payload=%7B',
    'token=',
  ],
  ...[
    'checkout is slow',
    'since 2h',
    'investigate service/',
    'no, it is not ',
    'oncall:\n',
    'actions:\n',
    'kubernetes:\n',
    'prometheus:\n',
    '  url: http://a\n',
  ],
];
export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 200 }) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
);
const KEYS = [
  ...[
    'alerts',
    'labels',
    'annotations',
    'status',
    'startsAt',
    'endsAt',
    'fingerprint',
    'generatorURL',
    'externalURL',
    'groupKey',
  ],
  ...[
    'groupLabels',
    'event',
    'data',
    'messages',
    'title',
    'body',
    'tags',
    'id',
    'message',
    'msg',
    'level',
    'time',
    'ts',
    'severity',
  ],
  ...[
    'valueString',
    'values',
    'service',
    'incident',
    'urgency',
    'priority',
    '__proto__',
    'toString',
    'log',
    'attributes',
    'resource',
  ],
];
/** JSON of any shape, with the keys that are met. */
export const hostileValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    hostileText,
    fc.constantFrom(null, true, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 1_767_607_200, undefined),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 5 })), tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** An error that a parser may throw: one of ours, with its kind, or words for the person at the terminal. */
export function isOurs(error: unknown): boolean {
  const { name, message } = error as Error;
  return (
    name === 'SreError' ||
    name === 'BackendError' ||
    name === 'StartError' ||
    // Answered with HTTP 400.
    name === 'MalformedBodyError' ||
    /^(?:holds no key|must hold keys)/.test(message)
  );
}
