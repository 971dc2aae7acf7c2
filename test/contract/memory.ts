import { expect, test } from '@jest/globals';
import type { Actor } from '../../bot/domain/actor.ts';
import type { Memory } from '../../bot/ports/memory.ts';

const actorOf = (username: string): Actor => ({
  teamId: 'T1',
  slackUserId: 'U1',
  username,
  email: '',
  displayName: '',
  roles: ['viewer'],
});

/** What every Memory promises. `create` gives one that is empty; `prefer` adds a preference as a person would have it. */
export function memoryContract(
  setup: () => {
    memory: Memory;
    prefer: (actor: Actor, text: string) => Promise<void>;
  },
): void {
  test('what was learnt of a component is recalled for it, the most relevant first', async () => {
    const { memory } = setup();
    await memory.learn('service/cart', 'The cart fails when its cache is full.');
    await memory.learn('service/cart', 'The cart was moved to another cluster in spring.');
    const [first] = await memory.knowledge('service/cart', 'cache full');
    expect(first?.text).toBe('The cart fails when its cache is full.');
    expect(Date.parse(first?.createdAt ?? '')).not.toBeNaN();
  });

  test('knowledge of one component is not found under another whose name begins alike', async () => {
    const { memory } = setup();
    await memory.learn('service/pay', 'Payments hang.');
    await memory.learn('node/ip-10-0-0-1.internal', 'This node has a slow disk.');
    expect(await memory.knowledge('service/payments', 'Payments hang')).toEqual([]);
    expect(await memory.knowledge('service/pa', 'Payments hang')).toEqual([]);
    expect(await memory.knowledge('node/ip-10-0-0-1', 'slow disk')).toEqual([]);
    const [found] = await memory.knowledge('node/ip-10-0-0-1.internal', 'slow disk');
    expect(found?.text).toBe('This node has a slow disk.');
  });

  test('what is learnt twice is kept once', async () => {
    const { memory } = setup();
    await memory.learn('service/mail', 'The queue fills up at night.');
    await memory.learn('service/mail', 'The queue fills up at night.');
    expect(await memory.knowledge('service/mail', 'queue night')).toHaveLength(1);
  });

  test('preferences are the person’s own', async () => {
    const { memory, prefer } = setup();
    await prefer(actorOf('slack-t1-u1'), 'Prefers short answers.');
    await prefer(actorOf('slack-t1-u12'), 'Prefers long answers.');
    const texts = async (username: string) => (await memory.preferences(actorOf(username))).map(({ text }) => text);
    expect(await texts('slack-t1-u1')).toEqual(['Prefers short answers.']);
    expect(await texts('slack-t1-u12')).toEqual(['Prefers long answers.']);
    expect(await texts('slack-t1-u')).toEqual([]);
  });

  test('a person is forgotten, others and what is known of components are not', async () => {
    const { memory, prefer } = setup();
    const leaving = actorOf('slack-t1-leaving');
    const staying = actorOf('slack-t1-leaving-not');
    const at = '2026-01-05T10:00:00.000Z';
    await prefer(leaving, 'Prefers bullet points.');
    await prefer(staying, 'Prefers prose.');
    await memory.record(leaving, 'C1-1-2', { role: 'USER', text: 'why?', at, key: 'k' });
    await memory.summarize(leaving, 'C1-1-2', 'The disk was full.');
    await memory.learn('service/kept', 'The disk fills up.');
    await memory.forget(leaving);
    await memory.forget(leaving);
    expect(await memory.preferences(leaving)).toEqual([]);
    expect(await memory.preferences(staying)).toHaveLength(1);
    expect(await memory.knowledge('service/kept', 'disk')).toHaveLength(1);
  });

  test('what a forgotten person said of a component stays, without the name', async () => {
    const { memory } = setup();
    const leaving = { ...actorOf('slack-t1-speaker'), displayName: 'Ana Lyst' };
    await memory.learn('service/quoted', '2026-01-05, Ana Lyst said: the disk is small');
    await memory.learn('service/quoted', '2026-01-05, Ana said: the disk is large');
    await memory.forget(leaving);
    const texts = (await memory.knowledge('service/quoted', 'disk')).map(({ text }) => text);
    expect(texts.sort()).toEqual([
      '2026-01-05, Ana said: the disk is large',
      '2026-01-05, somebody said: the disk is small',
    ]);
  });

  test('turns and summaries may be written again without harm', async () => {
    const { memory } = setup();
    const actor = actorOf('slack-t1-u1');
    const turn = { role: 'USER' as const, text: 'why?', at: '2026-01-05T10:00:00.000Z', key: 'Ev1:question' };
    await memory.record(actor, 'C1-1700000000-000100', turn);
    await memory.record(actor, 'C1-1700000000-000100', { ...turn, at: '2026-01-05T10:00:05.000Z' });
    await memory.summarize(actor, 'C1-1700000000-000100', 'It was the cache.');
    await memory.summarize(actor, 'C1-1700000000-000100', 'It was the cache.');
  });

  test('a text over the limits is cut, not refused', async () => {
    const { memory } = setup();
    await memory.learn('service/verbose', `disk ${'x'.repeat(20_000)}`);
    const [found] = await memory.knowledge('service/verbose', 'disk');
    expect(found?.text.length).toBeLessThanOrEqual(16_000);
    await expect(memory.knowledge('service/verbose', 'q'.repeat(20_000))).resolves.toBeDefined();
    await expect(memory.knowledge('service/verbose', '')).resolves.toBeDefined();
  });

  test('a caller who has stopped gets no answer', async () => {
    const { memory } = setup();
    await expect(memory.knowledge('service/x', 'y', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });
}
