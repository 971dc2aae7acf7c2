import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Alert } from '../domain/alert.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { AlertDesk } from '../ports/alert-desk.ts';
import type { Investigations } from '../ports/investigations.ts';
import type { Lookups } from '../ports/lookups.ts';
import type { Memory, OutsideMemory } from '../ports/memory.ts';
import type { Questions } from '../ports/questions.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { examine } from './investigate.ts';

/** An examination whose findings, notes and answer leave it without secrets. Analyzers read everything as it is. */
export function withRedactedAnswers(plain: typeof examine, redaction: Redaction): typeof examine {
  return async (deps, request, on, signal) => {
    const redactor = redaction.of(request.id);
    const answer = await plain(
      deps,
      request,
      {
        progress: async (sources) => on.progress(await redactor.redact(sources)),
        findings: async (key, findings) => on.findings(key, await redactor.redact(findings)),
      },
      signal,
    );
    return redactor.redact(answer);
  };
}

/** Investigations whose questions hold no secrets, from the moment they are accepted: in the thread, the database, everywhere. */
export function withRedactedQuestions<T extends Investigations>(plain: T, redaction: Redaction): T {
  return {
    ...plain,
    start: async (request: InvestigationRequest) =>
      plain.start({ ...request, question: await redaction.of(request.id).redact(request.question) }),
  };
}

/** Questions about answers whose words hold no secrets from the moment they are accepted. */
export function withRedactedAsking(plain: Questions, redaction: Redaction): Questions {
  return {
    ...plain,
    ask: async (question) =>
      plain.ask({ ...question, text: await redaction.of(question.investigation).redact(question.text) }),
  };
}

/** A memory into which no secret is written. */
export function withRedactedWrites(plain: OutsideMemory, redaction: Redaction): Memory {
  const clean = (session: string, text: string) => redaction.of(`memory:${session}`).redact(text);
  return {
    ...plain,
    learn: async (component, text, options) => plain.learn(component, await clean(component, text), options),
    record: async (actor, session, turn) =>
      plain.record(actor, session, { ...turn, text: await clean(session, turn.text) }),
    summarize: async (actor, session, text) => plain.summarize(actor, session, await clean(session, text)),
  };
}

/** Single looks whose rows hold no secrets. */
export function withRedactedRows(plain: Lookups, redaction: Redaction): Lookups {
  return {
    look: async (actor, kind, query, options) => {
      const looked = await plain.look(actor, kind, query, options);
      return redaction.of(`look:${actor.teamId}:${actor.slackUserId}`).redact(looked);
    },
  };
}

/** Alerts that are read at once: reading costs most by the number of readings, and less than 50 ms keeps others waiting. */
const ALERTS_AT_ONCE = 50;

/**
 * Alerts that hold no secrets from the moment they come in. `words` takes them out of names and summaries; `secrets`,
 * which leaves addresses of people and machines, out of labels, by which alerts are told apart. A link or a target with
 * a secret in it is left out.
 */
export function withRedactedAlerts(plain: AlertDesk, words: Redaction, secrets: Redaction): AlertDesk {
  async function clean(alerts: readonly Alert[]): Promise<Alert[]> {
    const id = `alerts:${alerts[0]?.fingerprint}`;
    const spoken = await words.of(id).redact(alerts.map(({ name, summary }) => ({ name, summary })));
    const facts = await secrets.of(id).redact(alerts.map(factsOf));
    return alerts.map((alert, index) => withoutSecrets(alert, spoken[index]!, facts[index]!));
  }
  return {
    async accept(alerts) {
      const cleaned: Alert[] = [];
      for (let from = 0; from < alerts.length; from += ALERTS_AT_ONCE) {
        cleaned.push(...(await clean(alerts.slice(from, from + ALERTS_AT_ONCE))));
        // Others have their turn: a command is to be acknowledged while thousands of alerts come in.
        await nextTurn();
      }
      return plain.accept(cleaned);
    },
  };
}

/** What may hold a secret. With its name a value is known for what it is, as in `password=…`. */
function factsOf({ labels, links, target }: Alert) {
  return {
    labels: Object.entries(labels).map(([name, value]) => ({ name, pair: `${name}=${value}`, value })),
    links: links.map(({ url }) => `${url} ${decoded(url)}`),
    target: target?.name ?? '',
  };
}

function withoutSecrets(
  alert: Alert,
  spoken: { readonly name: string; readonly summary: string },
  facts: ReturnType<typeof factsOf>,
): Alert {
  const labels = Object.entries(alert.labels).map(([name, value], index) => {
    const { pair = '', value: shown = '' } = facts.labels[index] ?? {};
    return [
      name,
      pair === `${name}=${value}` ? shown : pair.startsWith(`${name}=`) ? pair.slice(name.length + 1) : shown,
    ] as const;
  });
  const { target, ...rest } = alert;
  return {
    ...rest,
    ...spoken,
    labels: Object.fromEntries(labels),
    links: alert.links.filter(({ url }, index) => facts.links[index] === `${url} ${decoded(url)}`),
    ...(target !== undefined && facts.target === target.name && { target }),
  };
}

/** As a person reads it; what is badly encoded as it is. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
