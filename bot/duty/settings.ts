import { parse } from 'yaml';
import { z } from 'zod';
import { ACTION_KINDS } from '../domain/action.ts';
import { SreError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { DutySettings, DutySettingsSource } from '../ports/duty-settings.ts';
import type { ObjectStore } from '../ports/object-store.ts';

const KEY = 'duty.yaml';
const FRESH_MS = 60_000;

const severity = z.enum(['critical', 'warning', 'info']);
const channel = z.string().regex(/^[CG][A-Z0-9]{1,40}$/, 'is not the id of a channel');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not HH:MM');
const zone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}, 'is not a time zone');
const place = z.union([
  z.strictObject({
    source: z.enum(['pagerduty', 'opsgenie', 'incident-io', 'grafana-oncall']),
    schedule: z.string().min(1),
  }),
  z.strictObject({ source: z.literal('slack-group'), group: z.string().regex(/^S[A-Z0-9]{1,40}$/) }),
  z.strictObject({ source: z.literal('schedule-file'), object: z.string().min(1) }),
]);

const schema = z.strictObject({
  alerts: z
    .strictObject({
      routes: z
        .array(
          z.strictObject({
            service: z.string().optional(),
            namespace: z.string().optional(),
            labels: z.record(z.string(), z.string()).optional(),
            channel,
          }),
        )
        .default([]),
      windowMinutes: z.number().min(1).max(1_440).default(30),
      settleSeconds: z.number().min(0).max(60).default(5),
      investigateFrom: severity.default('warning'),
    })
    .prefault({}),
  oncall: z
    .strictObject({
      services: z.record(z.string(), z.array(place).min(1).max(5)).default({}),
      mentionFrom: severity.default('critical'),
      quietHours: z.strictObject({ from: time, to: time, timeZone: zone }).optional(),
      quietUnless: severity.default('critical'),
      escalateAfterMinutes: z.number().min(0.05).max(240).default(10),
    })
    .prefault({}),
  actions: z
    .strictObject({
      allowed: z
        .array(z.strictObject({ kind: z.enum(ACTION_KINDS), namespaces: z.array(z.string().min(1)).min(1) }))
        .default([]),
      role: z.enum(['responder', 'admin']).default('responder'),
      twoPeople: z.boolean().default(true),
      expiresMinutes: z.number().min(1).max(1_440).default(30),
    })
    .prefault({}),
});

/** What holds where nothing is set: no routes, nobody on call, no actions. */
export const DEFAULT_DUTY_SETTINGS: DutySettings = schema.parse({});

/** Reads the YAML of `duty.yaml`; throws SreError `invalid-input` that names every field that is wrong. */
export function readDutySettings(text: string): DutySettings {
  let value: unknown;
  try {
    value = parse(text) ?? {};
  } catch (error) {
    throw new SreError('invalid-input', `${KEY} is not YAML`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new SreError('invalid-input', `${KEY} cannot be used: ${problems.join('; ')}`);
}

/** That other settings hold from now on, or that there were some that cannot be used. */
export interface SettingsChange {
  /** S3's name for this content; absent where the object is not there any more, and the defaults hold. */
  readonly etag?: string;
  /** The content that held before; absent where it was the defaults. */
  readonly before?: string;
  readonly settings?: DutySettings;
  /** Why the settings before stay. */
  readonly problem?: string;
}

interface Held {
  readonly settings: DutySettings;
  /** Absent for the defaults. */
  readonly etag?: string;
  readonly readAt: number;
}

/**
 * The settings from the configuration bucket, read again at most once a minute. Others hold once `keep` has put them into
 * the audit; where it cannot, those before stay until the next reading.
 */
export function createDutySettings(deps: {
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly keep: (change: SettingsChange) => Promise<void>;
  readonly clock: Clock;
  readonly log: { warn(fields: object, message: string): void };
}): DutySettingsSource {
  let held: Held = { settings: DEFAULT_DUTY_SETTINGS, readAt: 0 };
  /** What cannot be used is kept in the audit once. */
  let refused: string | undefined;
  let reading: Promise<void> | undefined;

  async function find(): Promise<Omit<Held, 'readAt'> | { readonly problem: string; readonly etag: string }> {
    const found = await deps.objects
      .get(KEY, held.etag === undefined ? {} : { ifNoneMatch: held.etag })
      .catch((error: unknown) => {
        if (error instanceof SreError && error.kind === 'not-found') return undefined;
        throw error;
      });
    if (found === undefined) return { settings: DEFAULT_DUTY_SETTINGS };
    if ('notModified' in found) return held;
    try {
      return { settings: readDutySettings(found.text), etag: found.etag };
    } catch (error) {
      return { problem: (error as Error).message, etag: found.etag };
    }
  }

  /** Puts a change into the audit; throws where it cannot. */
  async function keepChange(found: Awaited<ReturnType<typeof find>>): Promise<void> {
    const isKnown = found.etag === ('problem' in found ? refused : held.etag);
    if (!isKnown) await deps.keep({ ...found, ...(held.etag !== undefined && { before: held.etag }) });
  }

  async function read(): Promise<void> {
    const readAt = deps.clock.now().getTime();
    try {
      const found = await find();
      await keepChange(found);
      if ('problem' in found) {
        deps.log.warn({ problem: found.problem }, 'duty settings not read');
        refused = found.etag;
        held = { ...held, readAt };
      } else held = { ...found, readAt };
    } catch (error) {
      deps.log.warn({ err: error }, 'duty settings not read');
      held = { ...held, readAt };
    }
  }

  return {
    async current() {
      if (deps.clock.now().getTime() - held.readAt >= FRESH_MS) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      return held.settings;
    },
  };
}
