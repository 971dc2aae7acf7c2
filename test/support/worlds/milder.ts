import type { LogEntry, Scene } from './scene.ts';

/**
 * Lets `strike` act upon a scene and leaves it a share of what it did, 0 to 1: of what it moved, of how often events were
 * counted, and of the lines that it lets programs write, of each of which the first stays. What is there or not (objects,
 * events, alerts, pods that are down) stays as it was struck.
 */
export function milder<T>(scene: Scene, share: number, strike: () => T): T {
  const drives = new Map([...scene.drives].map(([role, drive]) => [role, structuredClone(drive)]));
  const factors = new Map(scene.callFactors);
  const signals = new Map([...scene.signals].map(([key, changes]) => [key, changes.length]));
  const said = scene.sayings.length;
  const told = scene.events.length;
  const struck = strike();

  for (const [role, drive] of scene.drives)
    for (const [key, values] of Object.entries(drive))
      blend(values, drives.get(role)![key as keyof typeof drive], share);
  for (const [call, values] of scene.callFactors)
    scene.callFactors.set(
      call,
      blend(values.slice(), factors.get(call) ?? new Float64Array(values.length).fill(1), share),
    );
  for (const [key, changes] of scene.signals)
    for (let n = signals.get(key) ?? 0; n < changes.length; n++) {
      const change = changes[n]!;
      changes[n] = (base, index) => base + share * (change(base, index) - base);
    }
  const sayings = scene.sayings.splice(said);
  scene.sayings.push(...sayings.map((write) => () => thinned(scene.logs, share, write)));
  const events = scene.events.splice(told);
  scene.events.push(...events.map((one) => ({ ...one, count: Math.max(1, Math.round(one.count * share)) })));
  return struck;
}

function blend(values: Float64Array, before: Float64Array, share: number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = before[i]! + share * (values[i]! - before[i]!);
  return values;
}

/** Keeps the first line that `write` adds, and a share of the others at even distances. */
function thinned(logs: LogEntry[], share: number, write: () => void): void {
  const from = logs.length;
  write();
  const lines = logs.splice(from);
  logs.push(...lines.filter((_, n) => n === 0 || Math.floor((n + 1) * share) > Math.floor(n * share)));
}
