import { expect, test } from '@jest/globals';
import { CAUSE_CODES } from '../../../../bot/domain/cause.ts';
import { ERROR_TEXTS } from '../../../../bot/engine/knowledge/error-texts/index.ts';
import { matchErrorTexts } from '../../../../bot/engine/log-reading/match-error-texts.ts';
import { SECOND_EXAMPLES } from '../../../support/error-texts/second-examples.ts';

test('every row has an id of its own, a cause of the vocabulary, and a second example from elsewhere', () => {
  const ids = ERROR_TEXTS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(SECOND_EXAMPLES).sort()).toEqual([...ids].sort());
  for (const { cause } of ERROR_TEXTS) expect(CAUSE_CODES).toContain(cause);
});

test.each(ERROR_TEXTS.map((row) => [row.id, row] as const))(
  '%s: both examples are read as it, the near miss is not',
  (id, row) => {
    for (const example of [row.example, SECOND_EXAMPLES[id]!]) {
      expect({ example, row: matchErrorTexts(example)[0]?.row.id }).toEqual({ example, row: id });
    }
    expect(matchErrorTexts(row.nearMiss).map((match) => match.row.id)).not.toContain(id);
  },
);

test('what stands around an entry does not hide it', () => {
  for (const { id, example } of ERROR_TEXTS) {
    for (const line of [
      `2026-03-04T05:12:01.123Z ${example}`,
      `{"level":"info","ts":"2026-03-04T05:12:01Z","msg":${JSON.stringify(example)}}`,
    ]) {
      expect({ line, rows: matchErrorTexts(line).map((match) => match.row.id) }).toEqual({
        line,
        rows: expect.arrayContaining([id]),
      });
    }
  }
});
