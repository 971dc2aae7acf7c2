import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InvalidSnapshot } from '../../backends/common/snapshot/invalid-snapshot.ts';
import { readLineBatches } from '../../backends/common/snapshot/line-batches.ts';
import { openSnapshot, type Snapshot } from '../../backends/common/snapshot/open-snapshot.ts';
import { isPlain, packingOf, readPackedText } from '../../backends/common/snapshot/packed.ts';
import type { LogsProvider } from '../../backends/logs/provider.ts';
import { createFolderLogsProvider } from '../../backends/logs/providers/folder.ts';
import { createSnapshotLogsProvider } from '../../backends/logs/providers/snapshot.ts';
import { hostileText, isOurs, RUNS, SEED } from './hostile.ts';

// Files as they come out of a system that is broken: packed, cut off, overwritten, in folders named by anybody.

const root = mkdtempSync(join(tmpdir(), 'fuzz-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const OUTSIDE = 'a line of a file elsewhere';
const outside = join(root, 'outside.log');
writeFileSync(outside, `${OUTSIDE}\n`);
let folders = 0;
const newFolder = () => {
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  return folder;
};

const line = fc.oneof(
  hostileText,
  fc.constantFrom(
    '2026-01-05T10:00:00.123Z ERROR could not reach cart',
    '{"time":"2026-01-05T10:00:00Z","level":"error","service":"cart","message":"refused"}',
    '2026-01-05T10:00:00.000000000Z stderr F panic: nil',
    '==== START logs for container web of pod shop/web-1 ====',
    '    at com.example.Cart.add(Cart.java:12)',
    'http_requests_total{service="web"} 12 1767607200',
  ),
);
const text = fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\n'));
const PACKINGS = {
  none: (bytes: Buffer) => bytes,
  gzip: (bytes: Buffer) => gzipSync(bytes),
  zstd: (bytes: Buffer) => zstdCompressSync(bytes),
  twice: (bytes: Buffer) => gzipSync(gzipSync(bytes)),
  joined: (bytes: Buffer) => Buffer.concat([gzipSync(bytes), gzipSync(bytes)]),
} as const;
const packing = fc.constantFrom(...(Object.keys(PACKINGS) as (keyof typeof PACKINGS)[]));
const encoding = fc.constantFrom('utf8', 'utf16le', 'latin1') as fc.Arbitrary<BufferEncoding>;
/** Bytes of a file: packed, then cut off, overwritten or followed by something else. */
const bytes = fc
  .record({
    text,
    packing,
    encoding,
    cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    over: fc.option(fc.tuple(fc.nat(400), fc.uint8Array({ minLength: 1, maxLength: 20 })), { freq: 3 }),
    after: fc.option(fc.uint8Array({ maxLength: 40 }), { freq: 3 }),
  })
  .map(({ text: written, packing: how, encoding: as, cut, over, after }) => {
    const whole = PACKINGS[how](Buffer.from(written, as));
    const kept = Buffer.from(whole.subarray(0, cut === null ? whole.length : Math.floor(whole.length * cut)));
    if (over !== null) kept.set(over[1].slice(0, Math.max(0, kept.length - over[0])), Math.min(over[0], kept.length));
    return after === null ? kept : Buffer.concat([kept, after]);
  });

/** Says in words what is wrong with a file, or is the decompressor's own word for it. */
const isToldOfFile = (error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  return /^is /.test(message) || /^(?:Z_|ZSTD_|ERR_BUFFER)/.test(code ?? '');
};

test('any file is read, or refused in words; what is read is text', async () => {
  const file = join(newFolder(), 'a.log');
  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      writeFileSync(file, content);
      try {
        const read = await readPackedText(file);
        expect(read.text).not.toContain('\u0000');
      } catch (error) {
        if (!isToldOfFile(error)) throw error;
      }
      const how = await packingOf(file);
      try {
        for await (const lines of readLineBatches(file, undefined, 0, isPlain(how) ? undefined : how)) {
          expect(lines.filter((one) => one.includes('\n') || one.includes('\u0000'))).toEqual([]);
        }
      } catch (error) {
        if (!isToldOfFile(error)) throw error;
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test('what is packed whole is read as it was written, at once and line by line', async () => {
  const file = join(newFolder(), 'a.log.gz');
  const plain = fc.array(fc.string({ unit: fc.constantFrom(...'aé😀 {}":,1') }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(plain, fc.constantFrom('none', 'gzip', 'zstd'), async (lines, how) => {
      const written = lines.join('\n');
      writeFileSync(file, PACKINGS[how](Buffer.from(written)));
      expect(await readPackedText(file)).toMatchObject({ text: written });
      const found = await packingOf(file);
      const batches: string[] = [];
      for await (const some of readLineBatches(file, undefined, 0, isPlain(found) ? undefined : found))
        batches.push(...some);
      expect(batches.join('\n')).toBe(written.replace(/\n$/, ''));
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

const NAMES = [
  ...[
    'logs/web.log',
    'logs/web.log.gz',
    'logs/shop/web-1.log.zst',
    'a.ndjson',
    'a.ndjson.gz',
    'metrics.om',
    'metrics.om.gz',
  ],
  ...['kubernetes/pods.json', 'kubernetes/pods.yaml.gz', 'events.txt', 'changes.json', 'alerts.json', 'topology.json'],
  ...['traces.json', 'runbooks/a.md', 'snapshot.yaml', 'cluster-info/shop/web/logs.txt', 'describe.txt', 'answer.json'],
  ...[
    'var/log/containers/web-1_shop_web-0123.log',
    'a.log.1',
    'é\u202e.log',
    ' .log',
    'a\nb.log',
    '%2e%2e.log',
    '-.log',
  ],
];
const folderContent = fc.dictionary(fc.constantFrom(...NAMES), bytes, { minKeys: 1, maxKeys: 6 });

function write(folder: string, content: Readonly<Record<string, Uint8Array>>): void {
  for (const [name, data] of Object.entries(content)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), data);
  }
  // A link to itself, to nothing, out of the folder, and to a folder above.
  for (const [name, to] of [
    ['self.log', 'self.log'],
    ['gone.log', 'nowhere'],
    ['out.log', outside],
    ['up', '.'],
  ] as const) {
    symlinkSync(to, join(folder, name));
  }
}

const CALL = { signal: new AbortController().signal };
const QUERY = { window: { start: new Date('2026-01-05T09:00:00Z'), end: new Date('2026-01-05T11:00:00Z') } };

/** Every question that is put to logs; what comes may be a refusal of ours. */
async function askAll(provider: LogsProvider, mayHold = ''): Promise<void> {
  const newest = { ...QUERY, limit: 20, accepts: () => true };
  const questions: (() => Promise<unknown>)[] = [
    () => provider.describe(CALL),
    () => provider.coverage(CALL),
    () => provider.sources(CALL),
    () => provider.newest(newest, CALL),
    () => provider.extent(QUERY, CALL),
    async () => {
      for await (const entries of provider.scan(QUERY, CALL))
        if (mayHold !== OUTSIDE) expect(JSON.stringify(entries)).not.toContain(OUTSIDE);
    },
  ];
  for (const ask of questions) {
    try {
      JSON.stringify(await ask());
    } catch (error) {
      if (!isOurs(error)) throw error;
    }
  }
}

test('a recorded folder answers everything that can be asked of it; damage is a warning that names the file', async () => {
  await fc.assert(
    fc.asyncProperty(folderContent, async (content) => {
      const folder = newFolder();
      write(folder, content);
      let snapshot: Snapshot;
      try {
        snapshot = await openSnapshot(folder);
      } catch (error) {
        if (!(error instanceof InvalidSnapshot)) throw error;
        return;
      }
      const read = [snapshot.kubernetes, snapshot.changes, snapshot.logFiles, snapshot.metrics, snapshot.spans];
      for (const part of [...read, snapshot.alerts, snapshot.topology, snapshot.runbooks]) JSON.stringify(await part());
      await askAll(createSnapshotLogsProvider(snapshot));
      for (const warning of snapshot.warnings()) expect(warning).not.toMatch(/undefined|\[object|TypeError/);
      rmSync(folder, { recursive: true });
    }),
    { numRuns: Math.ceil(RUNS / 3), seed: SEED },
  );
});

test('a folder of logs that grows answers everything, whatever it holds', async () => {
  await fc.assert(
    fc.asyncProperty(folderContent, async (content) => {
      const dir = newFolder();
      write(dir, content);
      // Its links lead out: a kubelet's do.
      await askAll(createFolderLogsProvider({ dir, cluster: 'c', namespaces: [], maxFiles: 100 }), OUTSIDE);
      rmSync(dir, { recursive: true });
    }),
    { numRuns: Math.ceil(RUNS / 3), seed: SEED },
  );
});
