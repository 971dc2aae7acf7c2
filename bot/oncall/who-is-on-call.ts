import { toSreError } from '../domain/errors.ts';
import type { OnCallPerson } from '../domain/page.ts';
import type { Clock } from '../ports/clock.ts';
import type { DutySettings, OnCallPlace } from '../ports/duty-settings.ts';
import type { FindByEmail, OnCallEntry, OnCallSource } from '../ports/on-call-source.ts';

/** One level of an escalation and who is there now; `problem` says why that is not known. */
export interface OnCallLevel {
  readonly source: string;
  readonly people: readonly OnCallPerson[];
  readonly problem?: string;
}

/** Who is on call for a service, level by level. */
export interface WhoIsOnCall {
  /** Never throws: a source that fails is a level with a problem. Empty when nothing is set up. */
  levels(settings: DutySettings, service: string | undefined): Promise<readonly OnCallLevel[]>;
  level(settings: DutySettings, service: string | undefined, index: number): Promise<OnCallLevel | undefined>;
}

const DEADLINE_MS = 4_000;
const NAMES: Readonly<Record<OnCallPlace['source'], string>> = {
  pagerduty: 'PagerDuty',
  opsgenie: 'Opsgenie',
  'incident-io': 'incident.io',
  'grafana-oncall': 'Grafana OnCall',
  'slack-group': 'Slack group',
  'schedule-file': 'schedule file',
};

/** Asks the sources that the settings name for a service, or those of `default`. */
export function createWhoIsOnCall(deps: {
  readonly sources: Readonly<Partial<Record<OnCallPlace['source'], OnCallSource>>>;
  readonly findByEmail: FindByEmail;
  readonly clock: Clock;
}): WhoIsOnCall {
  async function ask(place: OnCallPlace): Promise<OnCallLevel> {
    const source = NAMES[place.source];
    const asked = deps.sources[place.source];
    if (asked === undefined)
      return { source, people: [], problem: `${source} is named in duty.yaml but has no token here.` };
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const schedule = 'schedule' in place ? place.schedule : 'group' in place ? place.group : place.object;
    try {
      const entries = await withSignal(asked.onCall(schedule, deps.clock.now(), signal), signal);
      return { source, people: await Promise.all(entries.map((entry) => inSlack(entry, signal))) };
    } catch (thrown) {
      const { kind, wording } = toSreError(thrown, `${source} could not be asked`);
      const problem = kind === 'not-found' ? `${source} ${schedule} does not exist.` : `${source}: ${wording}`;
      return { source, people: [], problem };
    }
  }

  /** The person in Slack; one who cannot be found there keeps the name. */
  async function inSlack(entry: OnCallEntry, signal: AbortSignal): Promise<OnCallPerson> {
    const found =
      entry.slackUserId ??
      (entry.email === undefined ? undefined : await deps.findByEmail(entry.email, signal).catch(() => undefined));
    return { name: entry.name, ...(found && { slackUserId: found }) };
  }

  const placesOf = (settings: DutySettings, service: string | undefined) =>
    (service === undefined ? undefined : settings.oncall.services[service]) ?? settings.oncall.services.default ?? [];

  return {
    levels: (settings, service) => Promise.all(placesOf(settings, service).map(ask)),
    async level(settings, service, index) {
      const place = placesOf(settings, service)[index];
      return place && ask(place);
    },
  };
}

/** A source that does not listen to its signal is left behind. */
function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
