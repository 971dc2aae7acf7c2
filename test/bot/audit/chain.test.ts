import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BEGINNING, type ChainedEntry, chain } from '../../../bot/audit/chain.ts';
import { verifyChain } from '../../../bot/audit/verify.ts';

const written = (count: number): ChainedEntry[] => [
  ...chain(
    BEGINNING,
    Array.from({ length: count }, (_one, index) => ({
      at: new Date(1_767_600_000_000 + index * 1_000).toISOString(),
      fact: `fact-${index + 1}`,
      body: JSON.stringify({ kind: 'asked', who: 'person-1', details: { number: index + 1 } }),
    })),
  ),
];
const entry = (entries: readonly ChainedEntry[], seq: number) => entries[seq - 1] as ChainedEntry;

test('a chain as it was written holds, in one batch and in many', async () => {
  const entries = written(50);
  expect(await verifyChain(entries)).toEqual({
    entries: 50,
    head: { seq: 50, hash: entries.at(-1)?.hash },
    faults: [],
  });
  const [first, ...rest] = entries.map(({ at, fact, body }) => ({ at, fact, body }));
  const begun = chain(BEGINNING, first === undefined ? [] : [first]);
  const continued = chain(begun.at(-1) ?? BEGINNING, rest);
  expect([...begun, ...continued]).toEqual(entries);
  expect((await verifyChain([])).head).toEqual(BEGINNING);
});

test.each(['at', 'fact', 'body'] as const)('an entry whose %s was changed is named', async (field) => {
  const entries = written(20);
  const value = field === 'at' ? '2026-01-05T08:00:00.001Z' : `${entry(entries, 7)[field]} `;
  entries[6] = { ...entry(entries, 7), [field]: value };
  expect((await verifyChain(entries)).faults).toMatchObject([{ kind: 'changed', from: 7, to: 7 }]);
});

test('a change is named also where the entry was given a hash that fits it', async () => {
  const entries = written(20);
  const { at, fact } = entry(entries, 7);
  const [forged] = chain({ seq: 6, hash: entry(entries, 6).hash }, [{ at, fact, body: '{"kind":"forged"}' }]);
  entries[6] = forged as ChainedEntry;
  const { faults } = await verifyChain(entries);
  expect(faults).toMatchObject([{ from: 8, about: expect.stringContaining('or entry 7 was given another hash') }]);
});

test('entries that were taken out are named', async () => {
  const entries = written(20);
  entries.splice(4, 3);
  expect((await verifyChain(entries)).faults).toEqual([
    { kind: 'missing', from: 5, to: 7, about: 'entries 5 to 7 were taken out' },
  ]);
});

test('entries taken out whose gap was closed by new numbers are named', async () => {
  const entries = written(20);
  entries.splice(4, 1);
  const renumbered = entries.map((one, index) => ({ ...one, seq: index + 1 }));
  expect((await verifyChain(renumbered)).faults[0]).toMatchObject({ from: 5 });
});

test('an entry that was put in is named: at the end, before the first, and between by new numbers', async () => {
  const forged = { at: '2026-01-05T08:00:00.000Z', fact: 'forged', body: '{}', hash: 'f'.repeat(64) };
  expect((await verifyChain([...written(3), { ...forged, seq: 4 }])).faults).toMatchObject([{ from: 4 }]);
  expect((await verifyChain([{ ...forged, seq: 0 }, ...written(3)])).faults).toMatchObject([
    { kind: 'inserted', from: 0 },
  ]);
  const entries = written(9);
  entries.splice(4, 0, { ...forged, seq: 0 });
  const renumbered = entries.map((one, index) => ({ ...one, seq: index + 1 }));
  expect((await verifyChain(renumbered)).faults[0]).toMatchObject({ from: 5 });
});

test('two entries that changed places are named as moved', async () => {
  const entries = written(20);
  const [third, fourth] = [entry(entries, 3), entry(entries, 4)];
  entries[2] = { ...fourth, seq: 3 };
  entries[3] = { ...third, seq: 4 };
  const { faults } = await verifyChain(entries);
  expect(faults).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'moved', about: 'entry 4 was moved and stands at 3' }),
      expect.objectContaining({ kind: 'moved', about: 'entry 3 was moved and stands at 4' }),
    ]),
  );
});

test('an end that was cut off, and a chain that was written anew, show against a head from outside', async () => {
  const entries = written(20);
  const known = { seq: 20, hash: entry(entries, 20).hash };
  expect((await verifyChain(entries, [known, { seq: 5, hash: entry(entries, 5).hash }])).faults).toEqual([]);
  expect((await verifyChain(entries.slice(0, 15), [known])).faults).toMatchObject([{ kind: 'cut', from: 16, to: 20 }]);
  const anew = chain(
    BEGINNING,
    entries.map(({ at, fact, body }) => ({ at, fact, body: body.replace('person-1', 'person-2') })),
  );
  expect((await verifyChain(anew)).faults).toEqual([]);
  expect((await verifyChain(anew, [known])).faults).toMatchObject([{ kind: 'cut', from: 20 }]);
});

test('whatever single thing is done to a chain, it does not hold any more', async () => {
  const deeds = fc.oneof(
    fc.record({ deed: fc.constant('change' as const), at: fc.nat(9), text: fc.string({ minLength: 1 }) }),
    fc.record({ deed: fc.constant('take' as const), at: fc.nat(8) }),
    fc.record({ deed: fc.constant('swap' as const), at: fc.nat(8) }),
    fc.record({ deed: fc.constant('put' as const), at: fc.nat(9), text: fc.string() }),
  );
  await fc.assert(
    fc.asyncProperty(deeds, async (done) => {
      const entries = written(10);
      const one = entries[done.at] as ChainedEntry;
      if (done.deed === 'change') entries[done.at] = { ...one, body: one.body + done.text };
      if (done.deed === 'take') entries.splice(done.at, 1);
      if (done.deed === 'swap') {
        const next = entries[done.at + 1] as ChainedEntry;
        entries[done.at] = { ...next, seq: one.seq };
        entries[done.at + 1] = { ...one, seq: next.seq };
      }
      if (done.deed === 'put') entries.splice(done.at, 0, { ...one, fact: 'put in', body: done.text });
      const numbered = done.deed === 'put' ? entries.map((each, index) => ({ ...each, seq: index + 1 })) : entries;
      expect((await verifyChain(numbered)).faults).not.toEqual([]);
    }),
    { numRuns: 300 },
  );
});
