import { Random } from './random.ts';

export type Curve = (at: number) => number;

/** The time that a snapshot covers, in seconds, with the fault in it. */
export class Span {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly onset: number;
  readonly until: number;
  readonly over: boolean;
  readonly random: Random;
  constructor(seed: string, minutes: number, step: number, onset: number, until?: number) {
    this.random = new Random(seed);
    const day = Date.UTC(2026, this.random.int(0, 9), this.random.int(1, 28)) / 1000;
    this.end = day + this.random.int(60, 1420) * 60;
    this.start = this.end - minutes * 60;
    this.step = step;
    this.onset = this.end - onset * 60;
    this.over = until !== undefined;
    this.until = until === undefined ? this.end + 1 : this.end - until * 60;
  }
  on(at: number): boolean {
    return at >= this.onset && at < this.until;
  }
  /** 0 in quiet, 1 in the fault, in between for the two samples at its edges. */
  share(at: number): number {
    if (!this.on(at)) return 0;
    const edge = this.step * 2;
    return Math.min(1, (at - this.onset + this.step) / edge);
  }
  /** 0 to 1 over the time of the fault. */
  grown(at: number): number {
    if (!this.on(at)) return 0;
    return (at - this.onset) / (Math.min(this.until, this.end) - this.onset);
  }
  stage(quiet: number, fault: number, noise = 0.03): Curve {
    return (at) => (quiet + (fault - quiet) * this.share(at)) * this.random.around(noise);
  }
  ramp(quiet: number, last: number, noise = 0.02): Curve {
    return (at) => (quiet + (last - quiet) * this.grown(at)) * this.random.around(noise);
  }
  whole(curve: Curve): Curve {
    return (at) => Math.round(curve(at));
  }
  flat(value: number, noise = 0): Curve {
    return () => value * (noise ? this.random.around(noise) : 1);
  }
  minutesAfter(minutes: number): number {
    return this.onset + minutes * 60;
  }
}

export const iso = (at: number, digits = 0): string =>
  digits === 0
    ? `${new Date(Math.floor(at) * 1000).toISOString().slice(0, 19)}Z`
    : `${new Date(Math.floor(at * 1000)).toISOString().slice(0, 19)}.${fraction(at, digits)}Z`;

export function fraction(at: number, digits: number): string {
  const millis = Math.floor((at * 1000) % 1000);
  const rest = (Math.floor((at * 1e6) % 1000) * 7919 + millis * 613) % 1_000_000;
  return `${millis}`.padStart(3, '0').concat(`${rest}`.padStart(6, '0')).slice(0, digits);
}
