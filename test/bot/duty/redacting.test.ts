import { expect, test } from '@jest/globals';
import type { Actor } from '../../../bot/domain/actor.ts';
import {
  withRedactedCalls,
  withRedactedEntries,
  withRedactedIncidents,
  withRedactedPreviews,
} from '../../../bot/duty/redacting.ts';
import type { IncidentDesk } from '../../../bot/incidents/incident-desk.ts';
import type { Pager } from '../../../bot/oncall/pager.ts';
import { createRedaction } from '../../../bot/redaction/redactor.ts';
import { plantSecrets } from '../redaction/planted-secrets.ts';

const planted = plantSecrets(3);
const redaction = () => createRedaction({ emails: true, addresses: 'all' });

/** The kinds of planted secrets that can be read in what was kept. */
function leaks(kept: unknown): string[] {
  const text = JSON.stringify(kept);
  return planted.filter(({ secret }) => text.includes(JSON.stringify(secret).slice(1, -1))).map(({ kind }) => kind);
}

test('no planted secret gets into a call, an incident, a timeline or a proposed action', async () => {
  const kept: unknown[] = [];
  const keep =
    (place: number) =>
    async (...given: unknown[]): Promise<never> => {
      kept.push(given[place]);
      return undefined as never;
    };
  const pager = withRedactedCalls({ page: keep(0) } as unknown as Pager, redaction());
  const desk = withRedactedIncidents({ declare: keep(1), change: keep(1) } as unknown as IncidentDesk, redaction());
  const timeline = withRedactedEntries({ add: keep(2), of: async () => [] }, redaction());
  const thread = { teamId: 'T1', channel: 'C1', threadTs: '1.1' };
  for (const { line } of planted) {
    await pager.page({ id: 'p1', channel: 'C1', reason: line } as never);
    await desk.declare({} as Actor, { channel: 'C1', title: line, deliveryId: 'd' } as never);
    await desk.change('i1', { title: line }, {} as Actor);
    await timeline.add(thread, 'fact', { at: '2031-01-01T00:00:00Z', kind: 'note', text: line });
    const port = withRedactedPreviews(
      { preview: async () => ({ effect: line, diff: [line, `+ ${line}`] }), act: async () => line },
      redaction(),
    );
    const request = { kind: 'rollout-restart', namespace: 'shop', name: 'web' } as const;
    const { signal } = new AbortController();
    kept.push(await port.preview(request, signal), await port.act(request, { at: '' }, signal));
  }
  expect(kept).toHaveLength(planted.length * 6);
  expect(leaks(kept)).toEqual([]);
  expect(JSON.stringify(kept)).toContain('[redacted');
  await desk.change('i1', { severity: 'sev1' }, {} as Actor);
  expect(kept.at(-1)).toEqual({ severity: 'sev1' });
});
