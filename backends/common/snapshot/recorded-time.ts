/** Milliseconds of 9999-12-31T23:59:59.999Z: RFC 3339 can write no later time. */
const LAST = 253_402_300_799_999;

/** True for milliseconds since the epoch that RFC 3339 can write, 1970 and later. */
export function isRecordedTime(milliseconds: number): boolean {
  return milliseconds >= 0 && milliseconds <= LAST;
}
