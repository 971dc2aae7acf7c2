import { expect, test } from '@jest/globals';
import { pseudonymOf, seal, unseal } from '../../../bot/audit/pseudonyms.ts';
import { createAudit } from '../../../bot/audit/recorder.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import type { AuditStore } from '../../../bot/ports/audit-store.ts';
import { withoutSecrets } from '../../../bot/redaction/redactor.ts';

/** A store in this process that can fail and be held. */
function open(more: Partial<AuditStore> = {}) {
  const keys = new Map<string, Uint8Array>();
  const batches: { at: string; fact: string; body: string }[][] = [];
  const troubles: SreError[] = [];
  const store: AuditStore = {
    keys: async (people) =>
      people.map(({ team, person }) => {
        const known = keys.get(`${team} ${person}`) ?? crypto.getRandomValues(new Uint8Array(32));
        keys.set(`${team} ${person}`, known);
        return known;
      }),
    destroyKey: async ({ team, person }) => void keys.delete(`${team} ${person}`),
    append: async (entries) => void batches.push([...entries]),
    ...more,
  };
  const audit = createAudit({
    store,
    clock: { now: () => new Date('2026-01-05T10:00:00.000Z') },
    clean: withoutSecrets,
    sleep: async () => undefined,
    onTrouble: (error) => troubles.push(error),
  });
  const bodies = () => batches.flat().map(({ body }) => JSON.parse(body));
  return { audit, keys, batches, bodies, troubles };
}

test('people are pseudonyms, and what they said can be read with their key alone', async () => {
  const { audit, keys, batches, bodies } = open();
  await audit.add({
    fact: 'asked T1 U0ADA 17',
    kind: 'asked',
    teamId: 'T1',
    actor: 'U0ADA',
    people: { to: 'U0BEN' },
    words: 'page <@U0BEN> and <@U0CYD|cyd>: checkout is slow',
    details: { channel: 'C1' },
  });
  const text = JSON.stringify(batches);
  for (const id of ['U0ADA', 'U0BEN', 'U0CYD', 'checkout']) expect(text).not.toContain(id);
  const [body] = bodies();
  const key = keys.get('T1 U0ADA') as Uint8Array;
  expect(body).toMatchObject({ kind: 'asked', team: 'T1', who: pseudonymOf(key, { team: 'T1', person: 'U0ADA' }) });
  const ben = pseudonymOf(keys.get('T1 U0BEN') as Uint8Array, { team: 'T1', person: 'U0BEN' });
  expect(body.people).toEqual({ to: ben });
  expect(unseal(key, body.sealed)).toContain(`page ${ben} and person-`);
  expect(unseal(keys.get('T1 U0BEN') as Uint8Array, body.sealed)).toBeUndefined();
});

test('after somebody is forgotten nothing leads to them, and what they do later is another person', async () => {
  const { audit, keys, bodies } = open();
  const ask = () => audit.add({ kind: 'asked', teamId: 'T1', actor: 'U0ADA', words: 'checkout is slow' });
  await ask();
  await audit.forget({ teamId: 'T1', slackUserId: 'U0ADA' });
  expect([...keys.keys()]).toEqual([]);
  await ask();
  const [before, forgotten, after] = bodies();
  expect(forgotten).toMatchObject({ kind: 'forgotten', who: before.who });
  expect(after.who).not.toBe(before.who);
  expect(unseal(keys.get('T1 U0ADA') as Uint8Array, before.sealed)).toBeUndefined();
});

test('words of any length are sealed and read again', () => {
  const key = crypto.getRandomValues(new Uint8Array(32));
  for (const words of ['', 'é', 'x'.repeat(63), 'x'.repeat(64), '\u0080', 'ends in \u0080\u0000']) {
    expect(unseal(key, seal(key, words))).toBe(words);
  }
  expect(unseal(key, 'AAAA')).toBeUndefined();
  expect(seal(key, 'yes').length).toBe(seal(key, 'no, and for these reasons').length);
});

test('secrets do not get in, wherever they stand', async () => {
  const { audit, batches, keys, bodies } = open();
  const secret = `gh${'p_'}${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
  await audit.add({
    kind: 'tool',
    teamId: 'T1',
    actor: 'U0ADA',
    subject: `token ${secret}`,
    details: { args: { query: [secret] } },
    words: `use ${secret}`,
  });
  expect(JSON.stringify(batches)).not.toContain(secret);
  expect(unseal(keys.get('T1 U0ADA') as Uint8Array, bodies()[0].sealed)).toBe('use [redacted]');
});

test('what is added while a batch is written goes into the next as one', async () => {
  const held = Promise.withResolvers<void>();
  const sizes: number[] = [];
  const { audit } = open({
    append: async (entries) => {
      sizes.push(entries.length);
      if (sizes.length === 1) await held.promise;
    },
  });
  const first = audit.add({ kind: 'tool', teamId: 'T1' });
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const rest = Array.from({ length: 900 }, () => audit.add({ kind: 'tool', teamId: 'T1' }));
  held.resolve();
  await Promise.all([first, ...rest]);
  expect(sizes).toEqual([1, 500, 400]);
});

test('a store that is away is asked again, and nothing is lost or told twice', async () => {
  let failures = 3;
  const kept: string[] = [];
  const { audit, troubles } = open({
    append: async (entries) => {
      failures -= 1;
      if (failures >= 0) throw new SreError('unavailable', 'away');
      kept.push(...entries.map(({ fact }) => fact));
    },
  });
  await Promise.all([
    audit.add({ kind: 'tool', teamId: 'T1', fact: 'a' }),
    audit.add({ kind: 'tool', teamId: 'T1', fact: 'b' }),
  ]);
  expect(kept).toEqual(['a', 'b']);
  expect(troubles).toHaveLength(3);
});

test('what can never be kept is refused at once, and what comes after it is kept', async () => {
  const { audit, batches } = open();
  const refusing = open({
    append: async () => {
      throw new SreError('forbidden', 'not allowed');
    },
  });
  await expect(refusing.audit.add({ kind: 'tool', teamId: 'T1' })).rejects.toMatchObject({ kind: 'forbidden' });
  await audit.add({ kind: 'tool', teamId: 'T1' });
  expect(batches).toHaveLength(1);
});

test('one who cannot wait is told in time', async () => {
  const { audit } = open({ append: () => new Promise(() => undefined) });
  await expect(audit.add({ kind: 'pressed', teamId: 'T1' }, { withinMs: 5 })).rejects.toMatchObject({
    kind: 'timeout',
  });
});

test('text that PostgreSQL or JSON refuse is made fit, and long text is cut', async () => {
  const { audit, bodies } = open();
  await audit.add({
    kind: 'asked',
    teamId: 'T1',
    details: { a: `x\u0000\ud800${'y'.repeat(9_000)}` },
    words: 'no\u0000one',
  });
  const [body] = bodies();
  expect(body.details.a.isWellFormed()).toBe(true);
  expect(body.details.a.length).toBeLessThanOrEqual(4_000);
  expect(body.text).toBe('noone');
});
