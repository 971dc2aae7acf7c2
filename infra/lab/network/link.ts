import { Transform } from 'node:stream';

/** What is wrong with the way between two pods. */
export interface LinkQuality {
  /** Milliseconds each way. */
  readonly delayMs: number;
}

/** Passes bytes on in their order, each piece as late as the link is at the moment it comes. */
export function createLink(quality: () => LinkQuality | undefined): Transform {
  let last = 0;
  return new Transform({
    highWaterMark: 256 * 1024,
    transform(piece, _encoding, done) {
      const delay = quality()?.delayMs ?? 0;
      const due = Math.max(last, performance.now() + delay);
      last = due;
      if (delay === 0 && due <= performance.now()) return done(null, piece);
      // Taken at once, given late: the next piece does not wait for this one's delay before it begins its own.
      setTimeout(() => this.push(piece), due - performance.now());
      done();
    },
    flush(done) {
      setTimeout(done, Math.max(0, last - performance.now()));
    },
  });
}
