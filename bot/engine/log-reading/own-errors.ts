import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { readStatements, type Statement } from './read-statements.ts';

/** What a program's log says of errors of its own code: a failing call is none, as what is called may be why. */
export function ownErrorsOf(component: Component, evidence: EvidenceSet): readonly Statement[] {
  return readStatements(evidence).all.filter(
    ({ match, blamed }) => match.row.cause === 'application_error' && blamed === component,
  );
}
