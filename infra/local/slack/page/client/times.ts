const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

const dateOf = (ts: string) => new Date(Number(ts) * 1000);

export function timeOf(ts: string): string {
  return clock.format(dateOf(ts));
}

export function fullTimeOf(ts: string): string {
  return dateOf(ts).toLocaleString();
}

export function dayOf(ts: string): string {
  const date = dateOf(ts);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return 'Today';
  today.setDate(today.getDate() - 1);
  return date.toDateString() === today.toDateString() ? 'Yesterday' : day.format(date);
}
