import { closeSync, cpSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectSource } from '../../../bot/investigation/collect.ts';
import { openInProcessGateway } from '../../../infra/local/in-process-gateway.ts';

const SAMPLE = join(import.meta.dirname, '..', '..', '..', 'infra/samples/snapshots/payments-leak');
const CHUNK_LINES = 20_000;

/** What reading the logs of a snapshot with one file of this size cost. */
export interface LargeLogs {
  readonly format: 'log' | 'ndjson';
  readonly mib: number;
  readonly seconds: number;
  /** Of processor time: what a busy machine does not change. */
  readonly processorSeconds: number;
  /** Signals that could not be read within the deadline. */
  readonly unknown: number;
}

/** Reads the logs of the last hour, as an investigation does, where `mib` of them cover ten days up to now. */
export async function readLargeLogs(format: LargeLogs['format'], mib: number, now = new Date()): Promise<LargeLogs> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-logs-'));
  try {
    cpSync(SAMPLE, folder, { recursive: true, filter: (from) => !/\/(?:logs|traces)$|metrics\.om$/.test(from) });
    writeLogs(join(folder, `payments.${format}`), format, mib * 1024 * 1024, now);
    const gateway = await openInProcessGateway(folder);
    const began = performance.now();
    const request = {
      id: 'bench',
      question: 'payments is slow',
      sinceSeconds: 3_600,
      askedBy: { teamId: 'T1', slackUserId: 'U1' },
      thread: { teamId: 'T1', channel: 'C1' },
      askedAt: now.toISOString(),
    };
    const before = process.cpuUsage();
    const reading = await collectSource(gateway, 'logs', request, AbortSignal.timeout(DEADLINE_MS));
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const { user, system } = process.cpuUsage(before);
    const processorSeconds = Math.round((user + system) / 100_000) / 10;
    await gateway.close();
    const unknown = Object.values(reading.signals).filter(({ status }) => status === 'unknown').length;
    return { format, mib, seconds, processorSeconds, unknown };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What an examination gives all its sources together. */
const DEADLINE_MS = 25_000;
const SPAN_MS = 10 * 86_400_000;

function writeLogs(file: string, format: LargeLogs['format'], bytes: number, end: Date): void {
  const line = (at: number, index: number) => {
    const time = new Date(at).toISOString();
    const text = `request ${index % 997} to /api/payments took ${index % 89} ms for customer of region eu-central-${index % 3}`;
    return format === 'log'
      ? `${time} INFO ${text}\n`
      : `${JSON.stringify({ time, level: 'info', service: 'payments', pod: 'payments-7d9f-abcde', message: text })}\n`;
  };
  const count = Math.ceil(bytes / line(end.getTime(), 0).length);
  const handle = openSync(file, 'w');
  for (let from = 0; from < count; from += CHUNK_LINES) {
    const lines = Array.from({ length: Math.min(CHUNK_LINES, count - from) }, (_, index) => {
      const at = end.getTime() - SPAN_MS + (SPAN_MS * (from + index)) / count;
      return line(at, from + index);
    });
    writeSync(handle, lines.join(''));
  }
  closeSync(handle);
}
