import { Transform } from 'node:stream';

/** What is wrong with the way between two pods. */
export interface LinkQuality {
  /** Milliseconds each way. */
  readonly delayMs: number;
}

/** Passes bytes on in their order, each piece as late as the link is at the moment it comes. */
export function createLink(quality: () => LinkQuality | undefined): Transform {
  const waiting: { readonly due: number; readonly piece: Buffer }[] = [];
  let whenEmpty: (() => void) | undefined;
  const pass = (): void => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const early = first.due - performance.now();
      if (early > 0) {
        setTimeout(pass, early);
        return;
      }
      waiting.shift();
      link.push(first.piece);
    }
    whenEmpty?.();
  };
  const link = new Transform({
    highWaterMark: 256 * 1024,
    // Taken at once, given late: a piece does not wait for the one before it to arrive before it sets out.
    transform(piece: Buffer, _encoding, done) {
      waiting.push({ due: performance.now() + (quality()?.delayMs ?? 0), piece });
      if (waiting.length === 1) pass();
      done();
    },
    flush(done) {
      if (waiting.length === 0) done();
      else whenEmpty = () => done();
    },
  });
  return link;
}
