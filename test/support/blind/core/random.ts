/** Pseudo-random numbers with a seed in words: the same words give the same numbers (xmur3 and mulberry32). */
export class Random {
  private state: number;
  constructor(seed: string) {
    let h = 1779033703 ^ seed.length;
    for (const letter of seed) {
      h = Math.imul(h ^ letter.charCodeAt(0), 3432918353);
      h = (h << 13) | (h >>> 19);
    }
    this.state = h >>> 0;
  }
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!;
  }
  /** Around 1, by at most the share. */
  around(share: number): number {
    return 1 + (this.next() * 2 - 1) * share;
  }
  text(length: number, letters = 'bcdfghjklmnpqrstvwxz2456789'): string {
    return Array.from({ length }, () => this.pick([...letters])).join('');
  }
  hex(length: number): string {
    return this.text(length, '0123456789abcdef');
  }
  uid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-a${this.hex(3)}-${this.hex(12)}`;
  }
  shuffle<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [copy[i], copy[j]] = [copy[j]!, copy[i]!];
    }
    return copy;
  }
}
