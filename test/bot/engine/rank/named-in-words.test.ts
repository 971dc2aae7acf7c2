import { expect, test } from '@jest/globals';
import type { EvidenceSet } from '../../../../bot/domain/signals.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { namedInWords } from '../../../../bot/engine/rank/named-in-words.ts';
import { rank } from '../../../../bot/engine/rank/rank.ts';
import { metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const SERVICES = ['checkout', 'crate-api', 'crate-api-canary', 'ledger-worker'];
/** Services that answer in `seconds`, and the object of each. */
function asked(question: string | undefined, seconds = 0.1): EvidenceSet {
  const evidence = metricEvidence({
    series: SERVICES.map((service) => ({
      name: 'http_server_request_duration_seconds_p95',
      labels: { service },
      value: (i) => (i < ONSET_MINUTE ? 0.1 : seconds) + (i % 3) / 1000,
    })),
  });
  const items = SERVICES.map((name) => ({
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name, namespace: 'quay' },
    spec: { selector: { app: name } },
  }));
  const objects = { status: 'observed', tool: 'list', value: items } as unknown as EvidenceSet['objects'];
  return { ...evidence, objects, ...(question !== undefined && { question }) };
}

test.each<[string, string, string | undefined]>([
  ['a slip of the pen means the one name it is near', 'chekout is slow', 'checkout'],
  ['two letters swapped as well', 'is legder-worker down?', 'ledger-worker'],
  ['a name of services that none bears means nobody', 'since noon billing-gateway fails', undefined],
])('%s', (_, question, meant) => {
  expect(namedInWords(asked(question), PARAMETERS)?.meant).toBe(meant);
  expect(namedInWords(asked(question), PARAMETERS)?.written).toBeDefined();
});

test.each([
  'checkout is slow',
  'crate-api answers 502s',
  'everything is slow, half of the end-to-end checks fail',
  'customers cannot sign-in or check-out',
  'checking out takes for ever',
])('what is known, or is no name, needs no word: %s', (question) => {
  expect(namedInWords(asked(question), PARAMETERS)).toBeUndefined();
});

test('what stands in a line of a log is known, and so is everything where nobody listed the services', () => {
  const question = 'billing-gateway is slow';
  const line = {
    template: 'x',
    level: 'info',
    count: 1,
    samples: [{ text: 'GET http://billing-gateway/v1 200' }],
  } as const;
  const { logs } = metricEvidence({ logs: [{ service: 'checkout', lines: 1, levels: {}, patterns: [line] }] });
  expect(namedInWords({ ...asked(question), logs }, PARAMETERS)).toBeUndefined();
  const objects = { status: 'unknown', tool: 'list', reason: 'refused' } as const;
  expect(namedInWords({ ...asked(question), objects }, PARAMETERS)).toBeUndefined();
});

test('a system that is well does not answer for what it does not hold', () => {
  const well = rank([], asked('checkout is slow'));
  const unknown = rank([], asked('billing-gateway is slow'));
  expect(unknown.verdict).toBe('unknown');
  expect(unknown.reasons.join(' ')).toContain('billing-gateway');
  expect(well.reasons.join(' ')).not.toContain('named');
  expect(rank([], asked('chekout is slow')).verdict).toBe(well.verdict);
});
