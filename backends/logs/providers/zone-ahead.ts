const MINUTE_MS = 60_000;
/** A clock may be this wrong; what is further ahead is of another zone. */
const CLOCK_MS = 20 * MINUTE_MS;
/** Hours ahead of UTC that clocks are set to east of Greenwich (IANA time zone database). */
const ZONES = [1, 2, 3, 3.5, 4, 4.5, 5, 5.5, 5.75, 6, 6.5, 7, 8, 8.75, 9, 9.5, 10, 10.5, 11, 12, 12.75, 13, 13.75, 14];

/**
 * Milliseconds by which times without a zone are ahead of UTC: nothing is written after it was recorded, so it is the least
 * zone that keeps them before `now` (epoch milliseconds). `lastAt` gives the last time of a log whose times without a zone
 * are taken to be so far ahead. 0 where they are not ahead, or where the last time has a zone: then a clock is wrong.
 */
export function zoneAhead(lastAt: (aheadMs: number) => number, now: number): number {
  const asUtc = lastAt(0);
  if (asUtc - now < CLOCK_MS) return 0;
  const hours = ZONES.find((zone) => lastAt(zone * 60 * MINUTE_MS) <= now + MINUTE_MS);
  return hours === undefined ? 0 : hours * 60 * MINUTE_MS;
}
