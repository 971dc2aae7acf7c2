import { expect, test } from '@jest/globals';
import type { CauseCode } from '../../../../bot/domain/cause.ts';
import type { Observation } from '../../../../bot/domain/observation.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import type { Candidate } from '../../../../bot/engine/rank/candidates.ts';
import { feltInWords } from '../../../../bot/engine/rank/felt-words.ts';
import type { Reach } from '../../../../bot/engine/rank/reach.ts';
import { evidenceOf, logsOf, observedErrors, pattern, range } from '../analyzers/logs/log-evidence.ts';

const reach = { callees: (name: string) => (name === 'till' ? ['vault'] : []) } as unknown as Reach;
const lost = pattern('warn', 'basket 77 is not in the store', range(16, 30));

/** What is quoted of a line, with a cause at the store that figures alone tell of. */
function quoted(
  one = lost,
  writer = 'till',
  cause: CauseCode = 'cache_eviction',
  observations: readonly Observation[] = [],
) {
  const evidence = evidenceOf({ logs: [logsOf(writer, [one])] });
  const candidate = { cause, component: 'service/vault', evidence: [] } as unknown as Candidate;
  return feltInWords(candidate, { reach, observations, evidence, parameters: PARAMETERS }).map(({ text }) => text);
}

test('what a caller always writes, and oftener with its requests, is not', () => {
  expect(quoted(lost, 'till', 'cache_eviction', [observedErrors('till', lost, 'standing')])).toEqual([]);
  expect(quoted(lost, 'till', 'cache_eviction', [observedErrors('till', lost, 'relevant')])).toHaveLength(1);
});

test('what a caller of a store says since it is not as it was is quoted', () => {
  expect(quoted()).toEqual([expect.stringContaining('basket 77 is not in the store')]);
});

test.each([
  ['it said as often before', quoted(pattern('warn', 'basket 77 is not in the store', range(0, 30)))],
  ['it says in passing', quoted(pattern('info', 'basket 77 is not in the store', range(16, 30)))],
  ['somebody says who does not call it', quoted(lost, 'mail')],
  ['a caller says of a cause that is no store’s', quoted(lost, 'till', 'oom_killed')],
])('what %s is not', (_, texts) => {
  expect(texts).toEqual([]);
});
