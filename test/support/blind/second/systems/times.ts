import type { Level } from '../../core/model.ts';
import type { Random } from '../../core/random.ts';
import { fraction, iso } from '../../core/span.ts';

/** The ways in which programs write a moment and a level. */
export const spaced = (at: number): string => iso(at).slice(0, 19).replace('T', ' ');
export const comma = (at: number): string => `${spaced(at)},${fraction(at, 3)}`;
export const dot = (at: number): string => `${spaced(at)}.${fraction(at, 3)}`;
export const upper = (level: Level): string => level.toUpperCase().replace('FATAL', 'ERROR');
export const padded = (level: Level): string => upper(level).padEnd(5);
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const web = (at: number, digits = 0): string => {
  const [date = '', clock = ''] = spaced(at).split(' ');
  const [year, month, day] = date.split('-');
  const time = digits ? `${clock}.${fraction(at, digits)}` : clock;
  return `${day}/${months[Number(month) - 1]}/${year}:${time}`;
};
export const syslog = (at: number): string => {
  const [date = '', clock = ''] = spaced(at).split(' ');
  const [, month, day] = date.split('-');
  return `${months[Number(month) - 1]} ${`${Number(day)}`.padStart(2)} ${clock}`;
};
export const verb = (r: Random): string => r.pick(['GET', 'GET', 'GET', 'POST']);
export const camel = (name: string): string =>
  name.replace(/(^|-)([a-z0-9])/g, (_, _dash, letter: string) => letter.toUpperCase());
export const head = (text: string): string => text.split('\n')[0]!;
