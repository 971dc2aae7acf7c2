import type { InvestigationRequest } from '../domain/investigation.ts';
import type { AlertDesk } from '../ports/alert-desk.ts';
import type { Investigations } from '../ports/investigations.ts';
import type { Lookups } from '../ports/lookups.ts';
import type { Memory } from '../ports/memory.ts';
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
export function withRedactedWrites(plain: Memory, redaction: Redaction): Memory {
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

/** Alerts whose words hold no secrets, from the moment they come in; labels, by which alerts are told apart, stay. */
export function withRedactedAlerts(plain: AlertDesk, redaction: Redaction): AlertDesk {
  return {
    async accept(alerts) {
      const clean = alerts.map(async (alert) => {
        const summary = await redaction.of(`alert:${alert.fingerprint}`).redact(alert.summary);
        return { ...alert, summary };
      });
      return plain.accept(await Promise.all(clean));
    },
  };
}
