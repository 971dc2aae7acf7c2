import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alternatives, selectorOf } from '../../backends/metrics/providers/prometheus/api.ts';

// Names from outside in a query are names, whatever they hold: they match themselves, and say nothing to Prometheus.

const names = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom('"', '\\', '}', '{', ',', '|', '.*', '(', ')', '[', '=~', ' or ', 'up', '\n', '$', '^', '\\"'),
      )
      .map((all) => all.join('')),
  ),
  { minLength: 1, maxLength: 4 },
);

test('alternatives are one quoted pattern that fits each name and no other text', () => {
  fc.assert(
    fc.property(names, fc.string(), (given, other) => {
      const pattern = new RegExp(`^(?:${JSON.parse(alternatives(given))})$`, 's');
      for (const name of given) expect(name).toMatch(pattern);
      if (!given.includes(other)) expect(other).not.toMatch(pattern);
    }),
    { numRuns: 500 },
  );
});

test('a selector ends where it ought to, whatever the names hold', () => {
  fc.assert(
    fc.property(names, (given) => {
      const selector = selectorOf(given, 'cluster="a"');
      // Without its quoted texts nothing is left but the form.
      expect(selector.replaceAll(/"(?:[^"\\]|\\.)*"/gs, 'Q')).toBe('{__name__=~Q,cluster=Q}');
    }),
    { numRuns: 500 },
  );
});
