import { FORMAT } from '../parameters.ts';

/** A figure with as many significant digits as people read. */
export function digits(figure: number): string {
  return String(Number(figure.toPrecision(FORMAT.digits)));
}
