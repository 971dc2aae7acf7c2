/** A time as tools print it, with a date: RFC 3339 in full. */
export const TIMES = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/g;

/**
 * A text for a terminal: each time in it as `06:05 UTC`, with its day before it where that is not `day` (`2031-03-04`)
 * or the day of the time before. What is no valid time stays.
 */
export function timesForTerminal(text: string, day = ''): string {
  let last = day;
  return text.replace(TIMES, (found) => {
    const at = new Date(found);
    if (Number.isNaN(at.getTime())) return found;
    const [its, time] = at.toISOString().split('T') as [string, string];
    const shown = `${its === last ? '' : `${its} `}${time.slice(0, 5)} UTC`;
    last = its;
    return shown;
  });
}
