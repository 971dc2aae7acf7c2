import { expect, test } from '@jest/globals';
import { keepSettings } from '../../../bot/audit/keeping.ts';
import { type Alert, fingerprintOf } from '../../../bot/domain/alert.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import { createDutySettings, DEFAULT_DUTY_SETTINGS, readDutySettings } from '../../../bot/duty/settings.ts';
import { isQuiet } from '../../../bot/oncall/quiet-hours.ts';
import { channelOf } from '../../../bot/ports/duty-settings.ts';
import { createFakeAudit } from '../../support/fakes/audit.ts';

const YAML = `
alerts:
  routes:
    - { service: basket, channel: CBASKET }
    - { labels: { team: search }, channel: CSEARCH }
actions:
  allowed: [{ kind: rollout-restart, namespaces: [shop] }]
`;

const alertOf = (labels: Record<string, string>, name = 'web'): Alert => ({
  fingerprint: fingerprintOf('generic', labels),
  source: 'generic',
  name: 'Slow',
  status: 'firing',
  severity: 'warning',
  labels,
  summary: '',
  target: { kind: 'service', name },
  startsAt: '2026-03-04T05:00:00.000Z',
  links: [],
});

test('with nothing set nobody is called and no action is allowed', () => {
  expect(DEFAULT_DUTY_SETTINGS.oncall.services).toEqual({});
  expect(DEFAULT_DUTY_SETTINGS.actions).toMatchObject({ allowed: [], twoPeople: true });
});

test('the first route that fits gives the channel', () => {
  const settings = readDutySettings(YAML);
  expect(channelOf(settings, alertOf({ team: 'search' }, 'basket'), 'CALL')).toBe('CBASKET');
  expect(channelOf(settings, alertOf({ team: 'search' }), 'CALL')).toBe('CSEARCH');
  expect(channelOf(settings, alertOf({}), 'CALL')).toBe('CALL');
});

test.each([
  ['alerts: [', 'not YAML'],
  ['alerts: { routes: [{ channel: "#general" }] }', 'alerts.routes.0.channel'],
  ['actions: { allowed: [{ kind: delete-everything, namespaces: ["*"] }] }', 'actions.allowed.0.kind'],
  ['oncall: { quietHours: { from: "25:00", to: "07:00", timeZone: Mars/Base } }', 'oncall.quietHours.timeZone'],
  ['surprise: true', 'surprise'],
])('%j is refused and says where', (text, where) => {
  expect(() => readDutySettings(text)).toThrow(where);
});

test('what holds anew is in the audit before it holds; what cannot be used is there once', async () => {
  let text: string | undefined = YAML;
  const clock = { at: new Date('2026-03-04T05:00:00.000Z'), now: () => clock.at };
  const audit = createFakeAudit();
  const source = createDutySettings({
    objects: {
      async get(_key, options) {
        if (text === undefined) throw new SreError('not-found', 'none');
        return options?.ifNoneMatch === text ? { notModified: true } : { text, etag: text };
      },
    },
    keep: (change) => keepSettings(audit, change),
    clock,
    log: { warn: () => undefined },
  });
  const readWith = async (next: string | undefined) => {
    text = next;
    clock.at = new Date(clock.at.getTime() + 61_000);
    return (await source.current()).actions.allowed.length;
  };
  const other = 'actions: { twoPeople: false }';
  expect(await readWith(YAML)).toBe(1);
  expect(await readWith(YAML)).toBe(1);
  audit.refusal = new Error('no database');
  expect(await readWith(other)).toBe(1);
  delete audit.refusal;
  expect(await readWith(other)).toBe(0);
  expect([await readWith('alerts: 7'), await readWith('alerts: 7')]).toEqual([0, 0]);
  await readWith(undefined);
  await readWith(undefined);
  expect(audit.entries).toMatchObject([
    { kind: 'settings', teamId: 'SYSTEM', subject: 'duty.yaml', details: { etag: YAML, settings: expect.anything() } },
    { details: { etag: other, before: YAML, settings: { actions: { twoPeople: false } } } },
    { details: { etag: 'alerts: 7', before: other, problem: expect.stringContaining('alerts') } },
    { details: { before: other, settings: DEFAULT_DUTY_SETTINGS } },
  ]);
  expect(audit.entries).toHaveLength(4);
  expect(audit.entries[3]!.details).not.toHaveProperty('etag');
});

test('settings are read once a minute; broken ones leave those before, absent ones the defaults', async () => {
  let text: string | undefined = YAML;
  let reads = 0;
  const clock = { at: new Date('2026-03-04T05:00:00.000Z'), now: () => clock.at };
  const source = createDutySettings({
    objects: {
      async get() {
        reads += 1;
        if (text === undefined) throw new SreError('not-found', 'none');
        return { text, etag: text };
      },
    },
    keep: async () => undefined,
    clock,
    log: { warn: () => undefined },
  });
  const later = () => {
    clock.at = new Date(clock.at.getTime() + 61_000);
  };
  expect((await source.current()).actions.allowed).toHaveLength(1);
  await Promise.all([source.current(), source.current()]);
  expect(reads).toBe(1);
  text = 'alerts: 7';
  later();
  expect((await source.current()).actions.allowed).toHaveLength(1);
  text = undefined;
  later();
  expect((await source.current()).actions.allowed).toEqual([]);
});

test('quiet hours follow their own clock, over midnight too', () => {
  const night = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
  expect(isQuiet(night, new Date('2026-03-04T21:30:00Z'))).toBe(true);
  expect(isQuiet(night, new Date('2026-03-04T05:59:00Z'))).toBe(true);
  expect(isQuiet(night, new Date('2026-03-04T06:00:00Z'))).toBe(false);
  expect(isQuiet({ ...night, from: '12:00', to: '13:00' }, new Date('2026-03-04T11:30:00Z'))).toBe(true);
  expect(isQuiet(undefined, new Date())).toBe(false);
});
