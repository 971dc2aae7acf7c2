import { expect, test } from '@jest/globals';
import { createDelays } from '../../../bot/investigation/delays.ts';
import { createFakeInvestigationStore } from '../../support/fakes/investigation-store.ts';
import { createFakeNotifier } from '../../support/fakes/notifier.ts';

const requestOf = (id: string) => ({
  id,
  question: 'checkout is slow',
  sinceSeconds: 3600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-05T10:00:00.000Z',
});

function start() {
  const notifier = createFakeNotifier();
  const store = createFakeInvestigationStore();
  const troubles: string[] = [];
  const journal = () => ({ note: () => undefined, trouble: (event: string) => troubles.push(event) });
  return { notifier, store, troubles, look: createDelays({ notifier, store, journal }) };
}

test('what takes long is told of once, where there is a thread, until it ends', async () => {
  const { notifier, store, look } = start();
  await store.begin(requestOf('inv-1'));
  await look();
  expect(notifier.said).toEqual([]);
  await store.opened('inv-1', '1.1');
  await look();
  await look();
  expect(notifier.said).toEqual(['delayed']);
  await store.begin(requestOf('inv-2'));
  await store.opened('inv-2', '2.2');
  await store.ended('inv-2', 'failed', 'It broke off.', true);
  await look();
  expect(notifier.said).toEqual(['delayed']);
});

test('it is told later where Slack is away, and not again where Slack refuses', async () => {
  const { notifier, store, troubles, look } = start();
  await store.begin(requestOf('inv-1'));
  await store.opened('inv-1', '1.1');
  notifier.trouble.fail('delayed', 'unavailable');
  await look();
  await look();
  expect(notifier.said).toEqual(['delayed']);
  await store.begin(requestOf('inv-2'));
  await store.opened('inv-2', '2.2');
  notifier.trouble.fail('delayed', 'forbidden');
  await look();
  await look();
  expect(notifier.said).toEqual(['delayed']);
  expect(troubles).toHaveLength(2);
});
