import { readdirSync, readFileSync } from 'node:fs';

/** What a process and its children use. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Memory of their own, in bytes: what cannot be taken from them. */
  readonly memoryBytes: number;
  /** The same with shared pages of files. */
  readonly residentBytes: number;
}

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

/** Reads /proc for a process and its descendants; undefined when it is gone. */
export function usageOf(pid: number): Usage | undefined {
  const own = readOne(pid);
  if (own === undefined) return undefined;
  let { cpuSeconds, memoryBytes, residentBytes } = own;
  for (const child of childrenOf(pid)) {
    const used = usageOf(child);
    if (used === undefined) continue;
    cpuSeconds += used.cpuSeconds;
    memoryBytes += used.memoryBytes;
    // Shared pages are counted once.
    residentBytes += used.memoryBytes;
  }
  return { cpuSeconds, memoryBytes, residentBytes };
}

/** Bytes of memory of its own; undefined when the process is gone. */
export function memoryOf(pid: number): number | undefined {
  return readOne(pid)?.memoryBytes;
}

function readOne(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // utime, stime and those of children that have ended, the 14th to 17th field.
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return {
      cpuSeconds: ticks / TICKS,
      memoryBytes: kilobytes('RssAnon') * 1024,
      residentBytes: kilobytes('VmRSS') * 1024,
    };
  } catch {
    return undefined;
  }
}

/** Processes that this one has started and that run. */
export function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
