import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { readDutySettings } from '../../bot/duty/settings.ts';
import { createScheduleFileOnCall } from '../../bot/oncall/schedule-file.ts';
import { processorMs } from '../support/processor-time.ts';
import { hostileText, hostileValue, isOurs, RUNS, SEED } from './hostile.ts';

// Files that say who is called: whatever they hold, the answer is people or a refusal in our words, and it comes.

const AT = new Date('2031-06-01T12:00:00.000Z');
const onCall = (text: string) =>
  createScheduleFileOnCall({ get: async () => ({ text, etag: 'a' }) }).onCall('a.ics', AT, AbortSignal.timeout(60_000));

const when = fc.constantFrom(
  ...['20310601T000000Z', '20310602T000000Z', '20310601T000000', '20310601', '19000101', '99999999T999999Z', 'x', ''],
);
const rule = fc.constantFrom(
  ...['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,SU', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;INTERVAL=0'],
  ...[
    'FREQ=SECONDLY',
    'FREQ=DAILY;INTERVAL=-1',
    'FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=9',
    'FREQ=NEVER',
    'FREQ=DAILY;COUNT=0',
  ],
  ...['FREQ=DAILY;UNTIL=20300101', 'FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU', 'COUNT=3', ''],
);
/** Lines of a calendar as they are written, cut and mistaken; overrides are occurrences with an id of their own. */
const line = fc.oneof(
  when.map((one) => `DTSTART:${one}`),
  when.map((one) => `DTEND:${one}`),
  when.map((one) => `DTSTART;TZID=Europe/Berlin:${one}`),
  when.map((one) => `RECURRENCE-ID:${one}`),
  when.map((one) => `EXDATE:${one}`),
  when.map((one) => `RDATE;VALUE=PERIOD:${one}/${one}`),
  rule.map((one) => `RRULE:${one}`),
  hostileText.map((one) => `SUMMARY:${one}`),
  hostileText.map((one) => `ATTENDEE;CN=${one}:mailto:ann@example.com`),
  fc.constantFrom(
    'UID:a',
    'UID:b',
    'DURATION:-P1D',
    'DURATION:P9999W',
    'STATUS:CANCELLED',
    'STATUS',
    'ATTENDEE:7',
    ':',
    ';',
  ),
  hostileText,
);
const event = fc.array(line, { maxLength: 9 }).map((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n'));
const zone = fc.constantFrom(
  'BEGIN:VTIMEZONE\r\nEND:VTIMEZONE',
  'BEGIN:VTIMEZONE\r\nTZID:Mars/Base\r\nBEGIN:STANDARD\r\nDTSTART:x\r\nTZOFFSETTO:+99\r\nEND:STANDARD\r\nEND:VTIMEZONE',
);
const calendar = fc
  .array(fc.oneof({ weight: 6, arbitrary: event }, zone, line), { maxLength: 5 })
  .map((parts) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR', ''].join('\r\n'));
/** As it was, or cut off somewhere. */
const schedule = fc
  .tuple(fc.oneof({ weight: 5, arbitrary: calendar }, hostileText), fc.option(fc.nat(600), { freq: 3 }))
  .map(([text, end]) => (end === null ? text : text.slice(0, end)));

test('a schedule answers with people or refuses with an error of ours', async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async (text) => {
      let people: Awaited<ReturnType<typeof onCall>>;
      try {
        people = await onCall(text);
      } catch (error) {
        if (!isOurs(error)) throw error;
        return;
      }
      for (const { name, email = 'a@b' } of people) {
        expect([name.length > 0, name.length <= 300, email.includes('@')]).toEqual([true, true, true]);
        expect([name.isWellFormed(), email.isWellFormed(), `${name}${email}`.includes('\u0000')]).toEqual([
          true,
          true,
          false,
        ]);
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

const SHIFT =
  'BEGIN:VEVENT\r\nUID:good\r\nSUMMARY:Ann\r\nDTSTART:20310601T000000Z\r\nDTEND:20310602T000000Z\r\nEND:VEVENT';

test('a shift that cannot be read costs itself only, and is no reason to say that nobody is on call', async () => {
  const broken = 'BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20310601T000000Z\r\nRRULE:FREQ=DAILY\r\nEXDATE:x\r\nEND:VEVENT';
  const of = (...parts: string[]) => ['BEGIN:VCALENDAR', ...parts, 'END:VCALENDAR', ''].join('\r\n');
  const nameless = 'BEGIN:VTIMEZONE\r\nEND:VTIMEZONE';
  expect(await onCall(of(broken, nameless, SHIFT))).toEqual([{ name: 'Ann' }]);
  expect(await onCall(of(nameless))).toEqual([]);
  await expect(onCall(of(broken))).rejects.toMatchObject({ kind: 'bad-upstream' });
  await expect(onCall('')).rejects.toMatchObject({ kind: 'bad-upstream' });
});

test('a schedule is read in bounded time', async () => {
  const events = fc.sample(calendar, { numRuns: 40, seed: SEED }).join('\r\n');
  const many = `BEGIN:VCALENDAR\r\n${`${SHIFT}\r\n`.repeat(2_000)}END:VCALENDAR`;
  const spent = await processorMs(async () => {
    for (const text of [events, many, 'BEGIN:VEVENT\r\n'.repeat(5_000), `SUMMARY:${' a\r\n'.repeat(10_000)}`]) {
      await onCall(text).catch((error: unknown) => {
        if (!isOurs(error)) throw error;
      });
    }
  });
  expect(spent).toBeLessThan(30_000);
});

/** `duty.yaml` with its own keys, some of which hold what they may not. */
const or = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: good as fc.Arbitrary<unknown> }, hostileValue);
const severity = or(fc.constantFrom('critical', 'warning', 'info'));
const place = or(
  fc.record(
    { source: or(fc.constantFrom('pagerduty', 'slack-group', 'schedule-file')), schedule: or(fc.string()) },
    { requiredKeys: [] },
  ),
);
const duty = fc.record(
  {
    alerts: or(
      fc.record(
        {
          routes: or(fc.array(or(fc.record({ channel: or(fc.constant('C1')) })))),
          windowMinutes: or(fc.nat()),
          investigateFrom: severity,
        },
        { requiredKeys: [] },
      ),
    ),
    oncall: or(
      fc.record(
        {
          services: or(fc.dictionary(fc.string(), or(fc.array(place)))),
          quietHours: or(
            fc.record({
              from: or(fc.constant('22:00')),
              to: or(fc.constant('07:00')),
              timeZone: or(fc.constant('UTC')),
            }),
          ),
          quietUnless: severity,
        },
        { requiredKeys: [] },
      ),
    ),
    actions: or(
      fc.record(
        { allowed: or(fc.array(hostileValue)), role: severity, twoPeople: or(fc.boolean()) },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);

test('settings of duty are read, or refused with every field named, whatever stands in them', () => {
  fc.assert(
    fc.property(duty, fc.option(fc.nat(400)), (value, end) => {
      const text = stringify(value, { aliasDuplicateObjects: false });
      try {
        readDutySettings(end === null ? text : text.slice(0, end));
      } catch (error) {
        if (!isOurs(error)) throw error;
        expect((error as Error).message).toMatch(/^duty\.yaml (?:is not YAML|cannot be used: \S)/);
        expect((error as Error).message.length).toBeLessThan(20_000);
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test('settings of duty that grow when they are read are refused', async () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
    .split('')
    .map((name, index) => `${name}: &${name} [${`*${'abcdefghij'[index]},`.repeat(9)}]`)
    .join('\n')}`;
  const spent = await processorMs(async () => {
    expect(() => readDutySettings(bomb)).toThrow(/duty\.yaml/);
  });
  expect(spent).toBeLessThan(10_000);
});
