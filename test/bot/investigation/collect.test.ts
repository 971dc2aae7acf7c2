import { expect, test } from '@jest/globals';
import { SreError } from '../../../bot/domain/errors.ts';
import { collectSource, noteOf } from '../../../bot/investigation/collect.ts';
import type { ToolGateway, ToolName } from '../../../bot/ports/tool-gateway.ts';

function gatewayWhere(answers: Partial<Record<ToolName, (signal?: AbortSignal) => Promise<unknown>>>): ToolGateway {
  return {
    call: async (tool, _args, options) =>
      answers[tool]?.(options?.signal) ?? { items: [{}], asOf: '2031-03-04T10:00:00Z' },
    list: async () => [],
    search: async () => [],
    close: async () => undefined,
  };
}
const window = { sinceSeconds: 3_600 };
const untilAborted = (signal?: AbortSignal) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

test('an answer that is too large is unknown, and that is said', async () => {
  const tooLarge = new SreError('invalid-input', 'larger than 5 bytes', {
    wording: 'Its answer was too large to read.',
  });
  const gateway = gatewayWhere({ kubernetes___list_objects: () => Promise.reject(tooLarge) });
  const reading = await collectSource(gateway, 'kubernetes', window, new AbortController().signal);
  expect(reading.signals.objects).toEqual({
    status: 'unknown',
    tool: 'list_objects',
    reason: 'Its answer was too large to read.',
    failure: 'invalid-input',
  });
  expect(reading.signals.events).toMatchObject({ status: 'observed' });
  expect(noteOf(reading).note).toContain('Its answer was too large to read.');
});

test('what has not answered at the deadline is unknown for that reason; what was read by then stays', async () => {
  const gateway = gatewayWhere({ metrics___summarize_series: untilAborted });
  const reading = await collectSource(gateway, 'metrics', window, AbortSignal.timeout(50));
  expect(reading.signals.metrics).toMatchObject({ status: 'unknown', reason: 'It took too long to answer.' });
  expect(reading.signals.alerts).toMatchObject({ status: 'observed' });
  const silent = await collectSource(
    gatewayWhere({ logs___summarize_logs: untilAborted }),
    'logs',
    window,
    AbortSignal.timeout(50),
  );
  expect(noteOf(silent)).toEqual({ state: 'unknown', note: 'It took too long to answer.' });
});
