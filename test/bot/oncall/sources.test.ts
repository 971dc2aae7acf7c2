import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../bot/domain/secret.ts';
import { createGrafanaOnCall } from '../../../bot/oncall/grafana-oncall.ts';
import { createIncidentIoOnCall } from '../../../bot/oncall/incident-io.ts';
import { createOpsgenieOnCall } from '../../../bot/oncall/opsgenie.ts';
import { createPagerDutyOnCall } from '../../../bot/oncall/pagerduty.ts';
import { createScheduleFileOnCall } from '../../../bot/oncall/schedule-file.ts';
import type { OnCallSource } from '../../../bot/ports/on-call-source.ts';

const AT = new Date('2026-03-04T05:06:07.000Z');
const TOKEN = 'token-made-up';
const signal = () => AbortSignal.timeout(2_000);
let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

type Answer = { status?: number; body?: unknown; raw?: string; stall?: boolean };

async function serve(answer: (request: IncomingMessage, url: URL) => Answer): Promise<string> {
  server = createServer((request, response) => {
    const { status = 200, body, raw, stall } = answer(request, new URL(request.url ?? '/', 'http://here'));
    if (stall) return;
    response.writeHead(status, { 'content-type': 'application/json' }).end(raw ?? JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const token = new Secret(TOKEN);
const shift = { start_at: '2026-03-04T00:00:00Z', end_at: '2026-03-05T00:00:00Z' };

/** Each vendor: how it is made, how it asks to be authorised, and what it answers for Ann or for nobody. */
const VENDORS: Record<
  string,
  { create(url: string): OnCallSource; authorization: string; answer(path: string, someone: boolean): unknown }
> = {
  PagerDuty: {
    create: (url) => createPagerDutyOnCall({ url, token }),
    authorization: `Token token=${TOKEN}`,
    answer: (_path, someone) => ({
      oncalls: someone
        ? [
            { escalation_level: 1, user: { id: 'PU1', name: 'Ann', email: 'ann@example.com' }, schedule: { id: 'S' } },
            { escalation_level: 2, user: { id: 'PU1', name: 'Ann', email: 'ann@example.com' }, schedule: { id: 'S' } },
          ]
        : [],
      limit: 25,
      more: false,
    }),
  },
  Opsgenie: {
    create: (url) => createOpsgenieOnCall({ url, token }),
    authorization: `GenieKey ${TOKEN}`,
    answer: (_path, someone) => ({
      data: {
        _parent: { id: 'x', name: 'S', enabled: true },
        ...(someone && { onCallRecipients: ['ann@example.com'] }),
      },
      took: 0.1,
      requestId: 'r',
    }),
  },
  'incident.io': {
    create: (url) => createIncidentIoOnCall({ url, token }),
    authorization: `Bearer ${TOKEN}`,
    answer: (_path, someone) => ({
      schedule_entries: {
        final: [
          ...(someone ? [{ ...shift, user: { name: 'Ann', email: 'ann@example.com', slack_user_id: 'UANN' } }] : []),
          {
            start_at: '2026-03-05T00:00:00Z',
            end_at: '2026-03-06T00:00:00Z',
            user: { name: 'Next', email: 'n@example.com' },
          },
        ],
        overrides: [],
        scheduled: [],
      },
    }),
  },
  'Grafana OnCall': {
    create: (url) => createGrafanaOnCall({ url: `${url}/oncall`, token, teamId: async () => 'T1' }),
    authorization: TOKEN,
    answer: (path, someone) =>
      path.includes('/schedules/')
        ? { id: 'S', name: 'Shop', on_call_now: someone ? ['GU1'] : [] }
        : { id: 'GU1', email: 'ann@example.com', username: 'Ann', slack: [{ user_id: 'UANN', team_id: 'T1' }] },
  },
};

describe.each(Object.entries(VENDORS))('%s', (_name, vendor) => {
  test('says who is on call, each once, with the address that leads to Slack', async () => {
    const seen: string[] = [];
    const url = await serve((request, { pathname }) => {
      seen.push(request.headers.authorization ?? '');
      return { body: vendor.answer(pathname, true) };
    });
    const found = await vendor.create(url).onCall('S', AT, signal());
    expect(found).toHaveLength(1);
    expect(found[0]?.email).toBe('ann@example.com');
    expect(new Set(seen)).toEqual(new Set([vendor.authorization]));
  });

  test('nobody is an empty list', async () => {
    const url = await serve((_request, { pathname }) => ({ body: vendor.answer(pathname, false) }));
    expect(await vendor.create(url).onCall('S', AT, signal())).toEqual([]);
  });

  test.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [429, 'rate-limited'],
    [503, 'unavailable'],
  ])('HTTP %i is %s, and neither token nor upstream text gets out', async (status, kind) => {
    const url = await serve(() => ({ status, raw: `secret upstream text ${TOKEN}` }));
    const failure = await vendor
      .create(url)
      .onCall('S', AT, signal())
      .catch((error: Error) => error);
    expect(failure).toMatchObject({ name: 'SreError', kind });
    expect((failure as Error).message).not.toMatch(/made-up|upstream text/);
  });

  test('nonsense, silence and a closed door are errors, not "nobody"', async () => {
    const nonsense = await serve(() => ({ raw: '<html>' }));
    await expect(vendor.create(nonsense).onCall('S', AT, signal())).rejects.toMatchObject({ kind: 'bad-upstream' });
    await new Promise((resolve) => server!.close(resolve));
    await expect(vendor.create(nonsense).onCall('S', AT, signal())).rejects.toMatchObject({ kind: 'unavailable' });
    const stalling = await serve(() => ({ stall: true }));
    await expect(vendor.create(stalling).onCall('S', AT, AbortSignal.timeout(100))).rejects.toMatchObject({
      kind: 'timeout',
    });
  });
});

describe('a schedule file', () => {
  const calendar = (...events: string[]) =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...events, 'END:VCALENDAR'].join('\r\n');
  const event = (...lines: string[]) =>
    ['BEGIN:VEVENT', 'UID:week', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'].join('\r\n');
  const onCall = (text: string, at: string) =>
    createScheduleFileOnCall({ get: async () => ({ text, etag: 'e' }) }).onCall('shop.ics', new Date(at), signal());

  test('weekly shifts in a time zone follow its summer time', async () => {
    const text = calendar(
      event(
        'DTSTART;TZID=Europe/Berlin:20260302T090000',
        'DTEND;TZID=Europe/Berlin:20260302T170000',
        'RRULE:FREQ=WEEKLY;BYDAY=MO,TU',
        'ATTENDEE;CN=Ann:mailto:ann@example.com',
        'SUMMARY:day shift',
      ),
    );
    const ann = [{ name: 'Ann', email: 'ann@example.com' }];
    // 9:00 in Berlin is 8:00 UTC in winter and 7:00 in summer.
    expect(await onCall(text, '2026-03-03T08:00:00Z')).toEqual(ann);
    expect(await onCall(text, '2026-03-03T07:59:59Z')).toEqual([]);
    expect(await onCall(text, '2026-04-07T07:00:00Z')).toEqual(ann);
    expect(await onCall(text, '2026-04-07T15:00:00Z')).toEqual([]);
    expect(await onCall(text, '2026-04-08T09:00:00Z')).toEqual([]);
  });

  test('exceptions, moved occurrences, all-day shifts and plain names count', async () => {
    const text = calendar(
      event(
        'DTSTART:20260302T000000Z',
        'DTEND:20260303T000000Z',
        'RRULE:FREQ=DAILY;COUNT=5',
        'EXDATE:20260304T000000Z',
        'SUMMARY:Bob <bob@example.com>',
      ),
      event('RECURRENCE-ID:20260305T000000Z', 'DTSTART:20260305T120000Z', 'DTEND:20260306T000000Z', 'SUMMARY:Carol'),
      event('DTSTART;VALUE=DATE:20260401', 'DTEND;VALUE=DATE:20260402', 'SUMMARY:Dora').replace('UID:week', 'UID:day'),
    );
    const bob = [{ name: 'Bob', email: 'bob@example.com' }];
    expect(await onCall(text, '2026-03-03T05:00:00Z')).toEqual(bob);
    expect(await onCall(text, '2026-03-04T05:00:00Z')).toEqual([]);
    expect(await onCall(text, '2026-03-05T05:00:00Z')).toEqual([]);
    expect(await onCall(text, '2026-03-05T13:00:00Z')).toEqual([{ name: 'Carol' }]);
    expect(await onCall(text, '2026-03-06T13:00:00Z')).toEqual(bob);
    expect(await onCall(text, '2026-03-07T13:00:00Z')).toEqual([]);
    expect(await onCall(text, '2026-04-01T13:00:00Z')).toEqual([{ name: 'Dora' }]);
  });

  test('what is no calendar is an error', async () => {
    await expect(onCall('hello', '2026-03-03T05:00:00Z')).rejects.toMatchObject({ kind: 'bad-upstream' });
  });
});
