/** What may be wrong inside a program; all fields absent means that it is well. */
export interface ProgramFaults {
  /** Share of requests that fail in the program's own code, 0 to 1. */
  readonly errorShare?: number;
  /** What the failing code says; a plain failure when absent. */
  readonly errorMessage?: string;
  /** Milliseconds that each request takes longer, in the program itself. */
  readonly delayMs?: number;
  /** Bytes that each request leaves behind. */
  readonly leakBytes?: number;
  /** Share of requests that never give their database connection back, 0 to 1. */
  readonly connectionLeakShare?: number;
  /** Ends the program as it starts, with this error. */
  readonly crashOnStart?: string;
}

let current: ProgramFaults = JSON.parse(process.env.LAB_FAULTS ?? '{}') as ProgramFaults;
const held: Buffer[] = [];

// The lab changes its programs' minds over the channel to the parent, which no tool that observes them can see.
process.on('message', (message: { readonly faults?: ProgramFaults }) => {
  if (message.faults !== undefined) current = message.faults;
});

// When the lab is gone, however it went, nothing is left running.
process.once('disconnect', () => process.exit());

/** The faults that are on at the moment. */
export function faults(): ProgramFaults {
  return current;
}

/** Remembers what a leak leaves behind; the bytes are touched, so that they count as memory. */
export function leak(): void {
  if (current.leakBytes) held.push(Buffer.alloc(current.leakBytes, 1));
}
