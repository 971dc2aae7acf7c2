import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { NAMESPACE } from '../system.ts';
import type { Pod } from './pod.ts';

/** Where the kubelet keeps a container's log: `<namespace>_<pod>_<uid>/<container>/<restarts>.log`. */
export function logFileOf(folder: string, pod: Pod): string {
  return join(folder, `${NAMESPACE}_${pod.name}_${pod.uid}`, pod.service.name, `${pod.restarts}.log`);
}

/** Writes what a process says into its log, a line each with time, stream and `F`, as container runtimes do. */
export function keepLog(file: string, streams: { readonly stdout: Readable; readonly stderr: Readable }): void {
  mkdirSync(dirname(file), { recursive: true });
  // Written at once: whoever hears that the process ended finds its last words in the file.
  const out = openSync(file, 'a');
  let open = 2;
  for (const name of ['stdout', 'stderr'] as const) {
    const lines = createInterface({ input: streams[name], crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) =>
      writeSync(out, `${new Date().toISOString().replace('Z', '000000Z')} ${name} F ${line}\n`),
    );
    lines.on('close', () => {
      open -= 1;
      if (open === 0) closeSync(out);
    });
  }
}
