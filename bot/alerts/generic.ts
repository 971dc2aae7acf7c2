import { type Alert, fingerprintOf } from '../domain/alert.ts';
import { SreError } from '../domain/errors.ts';
import { parseTarget } from '../domain/target.ts';
import {
  eachRow,
  labelsAt,
  linksFrom,
  type Row,
  rowAt,
  severityFrom,
  targetFrom,
  textAt,
  textIn,
  timeAt,
} from './facts.ts';

/**
 * Anything else: one object or `{"alerts": [object, …]}`, each with `name`, and if known `status` (`firing`,
 * `resolved`), `severity`, `target` (`service/NAME`, `node/NAME`, `namespace/NAME`), `labels`, `summary`, `startsAt`,
 * `link`. An alert is its name, target and labels.
 */
export function readGeneric(payload: unknown, now: Date): readonly Alert[] {
  const body = rowAt(payload, 'the body');
  if (body.alerts === undefined) return [readOne(body, now)];
  return eachRow(body.alerts, 'alerts', (row) => readOne(row, now));
}

function readOne(row: Row, now: Date): Alert {
  const name = textAt(row, 'name');
  const status = textIn(row, 'status') || 'firing';
  if (status !== 'firing' && status !== 'resolved') {
    throw new SreError('invalid-input', 'status is neither firing nor resolved');
  }
  const written = textIn(row, 'target');
  const given = written === '' ? undefined : parseTarget(written);
  if (written !== '' && given === undefined) {
    throw new SreError('invalid-input', 'target is not service/NAME, node/NAME or namespace/NAME');
  }
  const labels = labelsAt(row.labels);
  const target = given ?? targetFrom(labels);
  const endsAt = status === 'resolved' ? timeAt(row.endsAt, now.toISOString()) : undefined;
  return {
    fingerprint: fingerprintOf('generic', { ...labels, ' name': name, ' target': written }),
    source: 'generic',
    name,
    status,
    severity: severityFrom(textIn(row, 'severity') || labels.severity || ''),
    labels,
    summary: textIn(row, 'summary', 'description'),
    ...(target && { target }),
    startsAt: timeAt(row.startsAt, now.toISOString()),
    ...(endsAt && { endsAt }),
    links: linksFrom([['Source', row.link]]),
  };
}
