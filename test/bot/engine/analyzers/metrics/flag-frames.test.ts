import { describe, expect, test } from '@jest/globals';
import type { ChangeRecord, ServiceLogs } from '../../../../../bot/domain/signals.ts';
import {
  liesBehindFlag,
  liesInNamed,
  liesInWritten,
  ownFramesIn,
} from '../../../../../bot/engine/analyzers/metrics/flag-frames.ts';
import { AS_OF, iso, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

const minute = (i: number) => iso(AS_OF - (239 - i) * 60);
const flag = (id: string, more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  timestamp: minute(ONSET_MINUTE - 1),
  kind: 'flag',
  id,
  service: 'librarian',
  summary: `${id}: 0% -> 5%`,
  ...more,
});

/** Errors of a program, with the time of the first where the log gives times. */
function writes(text: string, firstSeen?: string, count = 40): ServiceLogs {
  const pattern = { template: text, count, level: 'error' as const, samples: [{ text }] };
  return {
    service: 'librarian',
    lines: 900,
    levels: { error: count, info: 900 - count },
    patterns: [{ ...pattern, ...(firstSeen !== undefined && { firstSeen }) }],
  };
}
const lies = (change: ChangeRecord, logs: ServiceLogs) =>
  liesBehindFlag(change, ownFramesIn(metricEvidence({ series: [], logs: [logs] })));

const FRAMES: Readonly<Record<string, string>> = {
  Python:
    'Traceback (most recent call last):\n  File "/srv/librarian/stemming.py", line 71, in fold\n    w = cfg["depth"]\nKeyError: \'depth\'',
  'Node.js':
    "TypeError: Cannot read properties of undefined (reading 'depth')\n    at fold (/srv/src/stemming.js:71:9)",
  '.NET':
    'System.NullReferenceException: Object reference not set to an instance of an object.\n   at Books.Stemming.Fold(Word w) in /src/Books/Stemming.cs:line 71',
  Java: 'java.lang.IllegalStateException: no depth\n\tat org.books.Stemming.fold(Stemming.java:71)',
};

describe.each(Object.entries(FRAMES))('an error of %s with a frame', (_, text) => {
  test('in a source that is called like what a flag is about lies behind that flag', () => {
    expect(lies(flag('stemming-titles'), writes(text))).toBe(true);
    expect(lies(flag('stemming-titles'), writes(text, minute(ONSET_MINUTE)))).toBe(true);
    expect(lies(flag('titlesStemming'), writes(text))).toBe(true);
  });

  test('lies behind no other flag, none of another service and none that came later', () => {
    expect(lies(flag('dark-shelves'), writes(text))).toBe(false);
    expect(lies(flag('stemming-titles', { service: 'desk' }), writes(text))).toBe(false);
    expect(lies(flag('stemming-titles', { kind: 'config' }), writes(text))).toBe(false);
    expect(lies(flag('stemming-titles'), writes(text, minute(ONSET_MINUTE - 60)))).toBe(false);
    expect(lies(flag('stemming-titles'), writes(text, undefined, 2))).toBe(false);
  });
});

test('sources of packages, of the service as a whole and of calls that fail say nothing of a flag', () => {
  const at = (path: string, error = "KeyError: 'depth'") =>
    `Traceback (most recent call last):\n  File "${path}", line 71, in fold\n    w = cfg["depth"]\n${error}`;
  expect(lies(flag('stemming-titles'), writes(at('/usr/lib/python3/site-packages/stemming.py')))).toBe(false);
  expect(lies(flag('librarian-titles'), writes(at('/srv/librarian.py')))).toBe(false);
  const refused = 'requests.exceptions.ConnectionError: http://shelf:8080/titles: Connection refused';
  expect(lies(flag('stemming-titles'), writes(at('/srv/stemming.py', refused)))).toBe(false);
});

describe.each(Object.entries(FRAMES))('an error of %s that came with a deploy', (_, text) => {
  const source = /[Ss]temming\.(?:py|js|java|cs)/.exec(text)![0];
  const wrote = (files: readonly string[], more: Partial<ChangeRecord> = {}) =>
    flag('8c1f2e0', { kind: 'deploy', summary: '4.2.0', files, ...more });
  const tied = (change: ChangeRecord, since?: string) =>
    liesInWritten(change, ownFramesIn(metricEvidence({ series: [], logs: [writes(text, since)] })));
  const now = minute(ONSET_MINUTE);

  test('is tied to it where a frame lies in a source that it wrote', () => {
    expect(tied(wrote([`src/books/${source}`]), now)).toBe(true);
    expect(tied(wrote([`src/books/Un${source}`, 'README.md']), now)).toBe(false);
    expect(tied(wrote([`src/books/${source}`], { service: 'desk' }), now)).toBe(false);
    expect(tied(wrote([`src/books/${source}`]), minute(ONSET_MINUTE - 60))).toBe(false);
    expect(tied(wrote([`src/books/${source}`]))).toBe(false);
  });
});

test('a source that every program has ties with its folder only', () => {
  const text = 'panic: index out of range [4]\n\t/src/loans/handler.go:31';
  const frames = ownFramesIn(metricEvidence({ series: [], logs: [writes(text, minute(ONSET_MINUTE))] }));
  const wrote = (file: string) => flag('8c1f2e0', { kind: 'commit', summary: 'tidy', files: [file] });
  expect(liesInWritten(wrote('loans/handler.go'), frames)).toBe(true);
  expect(liesInWritten(wrote('fines/handler.go'), frames)).toBe(false);
});

test('new errors in a source that is called like what a rollout is about are that rollout’s, where it lists no files', () => {
  const deploy = (summary: string, more: Partial<ChangeRecord> = {}) =>
    flag('7c1f', { kind: 'deploy', summary, ...more });
  const lie = (change: ChangeRecord, since = minute(ONSET_MINUTE)) =>
    liesInNamed(change, ownFramesIn(metricEvidence({ series: [], logs: [writes(FRAMES.Python!, since)] })));
  expect(lie(deploy('librarian: stemming v3'))).toBe(true);
  expect(lie(deploy('dependency updates'))).toBe(false);
  expect(lie(deploy('librarian: stemming v3', { files: ['titles.py'] }))).toBe(false);
  expect(lie(deploy('librarian: stemming v3', { service: 'desk' }))).toBe(false);
  expect(lie(deploy('librarian: stemming v3'), minute(ONSET_MINUTE - 60))).toBe(false);
});
