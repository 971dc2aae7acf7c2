const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

const dateOf = (ts: string) => new Date(Number(ts) * 1000);

export function timeOf(ts: string): string {
  return clock.format(dateOf(ts));
}

const SHORT = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const LONG = { day: 'numeric', month: 'long', year: 'numeric' } as const;

/** A date as Slack's `<!date^…>` and rich text ask for it, `{date_short_pretty} {time}`, with the clock of the rest of the page. */
export function formattedDate(unixSeconds: number, format: string, now = new Date()): string {
  const at = new Date(unixSeconds * 1000);
  if (Number.isNaN(at.getTime())) return '';
  const written = (fields: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(undefined, fields).format(at);
  const near = (otherwise: string) => nearDay(at, now) ?? otherwise;
  const parts: Readonly<Record<string, () => string>> = {
    date_num: () =>
      [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((one) => String(one).padStart(2, '0')).join('-'),
    date_slash: () => written({ day: '2-digit', month: '2-digit', year: 'numeric' }),
    date: () => written(LONG),
    date_short: () => written(SHORT),
    date_long: () => written({ ...LONG, weekday: 'long' }),
    date_pretty: () => near(written(LONG)),
    date_short_pretty: () => near(written(SHORT)),
    date_long_pretty: () => near(written({ ...LONG, weekday: 'long' })),
    time: () => clock.format(at),
    time_secs: () => written({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    ago: () => agoOf(at, now),
  };
  return format.replace(/\{([a-z_]+)\}/g, (token, name: string) => parts[name]?.() ?? token);
}

function nearDay(at: Date, now: Date): string | undefined {
  const names = ['Yesterday', 'Today', 'Tomorrow'];
  return names.find((_name, index) => {
    const other = new Date(now);
    other.setDate(other.getDate() + index - 1);
    return other.toDateString() === at.toDateString();
  });
}

function agoOf(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const [unit, size] = (
    [
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
      ['second', 1],
    ] as const
  ).find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

export function fullTimeOf(ts: string): string {
  return dateOf(ts).toLocaleString();
}

export function dayOf(ts: string): string {
  const date = dateOf(ts);
  const today = new Date();
  return nearDay(date, today) ?? day.format(date);
}
