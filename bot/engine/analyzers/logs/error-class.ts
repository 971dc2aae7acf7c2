import { RE2JS } from 're2js';
import type { Finding, Grade } from '../../../domain/finding.ts';
import type { EvidenceSet, LogPattern, ServiceLogs } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { SAME_TIME_MS } from '../../cluster/parameters.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { DEFAULT_STRENGTH } from '../../knowledge/error-texts/error-text.ts';
import { ERROR_TEXTS } from '../../knowledge/error-texts/index.ts';
import type { Parties } from '../../log-reading/parties.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { readStatements, type Statement } from '../../log-reading/read-statements.ts';
import { unitEnds } from '../../log-reading/unit-ends.ts';
import { endOfErrors } from '../../observe/ends.ts';
import { fellSilent } from '../../observe/fell-silent.ts';
import { renewedAt } from '../../observe/renewed.ts';
import { isOver } from '../../observe/time.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH, UNCONFIRMED_SHARE } from '../strength-parameters.ts';
import { isFeltByNobody } from './felt-by-nobody.ts';
import { asOwnAccount } from './most-requests.ts';
import { QUOTED } from './parameters.ts';
import { cameUpAt, isStillPrevented, ranOn, runsWell } from './prevented.ts';
import { isCaught, isServedAsEver, isTolerated } from './served-as-ever.ts';

/** The most that an entry establishes that is a lead, blames by a guess, or cannot be dated. */
const LEAD = STRENGTH.guarded;

/** Errors whose words name their cause, laid to the component that they are about. */
export const errorClass = defineAnalyzer({
  id: 'error-class',
  title: 'Error that names its cause',
  causes: [...new Set(ERROR_TEXTS.map(({ cause }) => cause))],
  needs: ['logs'],
  example: 'A database logs `sorry, too many clients already`: its connections are used up.',
  analyze: (evidence, parameters) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { value, tool } = evidence.logs;
    const { parties, all } = readStatements(evidence);
    const groups = Map.groupBy(all, (statement) => `${statement.match.row.cause} ${culprit(statement, all)}`);
    const findings = [...groups.values()].flatMap((group): Finding[] => {
      const members = group.filter(
        (statement) =>
          counts(statement, group, parties, parameters) &&
          !isServedAsEver(statement, parties, evidence, parameters) &&
          !isTolerated(statement, parties, evidence) &&
          !isCaught(statement, parties, evidence, parameters) &&
          !isFeltByNobody(statement.match.row.cause, statement.pattern, evidence, parameters),
      );
      if (members.length === 0) return [];
      const settled = members.map((one) =>
        isRefusedByCallers(one, all) ? asPresented(one) : asOwnAccount(one, evidence, parameters),
      );
      const lead = settled.reduce((best, one) => (strengthOf(one) > strengthOf(best) ? one : best));
      const { match } = lead;
      const blamed = culprit(lead, all);
      const quoted = [lead, ...settled.filter((one) => one !== lead)].slice(0, QUOTED.lines);
      const onset = earliest(members.map(({ pattern }) => pattern.firstSeen));
      const writers = [...new Set(members.map(({ logs }) => parties.writer(logs)))];
      return [
        {
          analyzer: 'error-class',
          component: blamed,
          cause: match.row.cause,
          statement: `${blamed.slice(blamed.indexOf('/') + 1)} ${meaningOf(lead, parties)}.`,
          strength: strengthOf(lead),
          grade: gradeOf(lead),
          ...(match.row.exact === true && { exact: true as const }),
          evidence: quoted.map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text)),
          explains: [...new Set([...writers, ...callersIn(members), ...clientsIn(members, parties)])].filter(
            (one) => one !== blamed,
          ),
          parameters: parametersOf(lead),
          ...(onset === undefined ? {} : { onset }),
          ...silenceOf(members, evidence, parameters),
          ...(match.row.lasting || isStillPrevented(lead, parties)
            ? { lasts: true as const }
            : endAt(
                (match.row.cause === 'certificate_expired'
                  ? renewedAt(
                      blamed,
                      members.map(({ pattern }) => pattern),
                      evidence,
                      parameters,
                    )
                  : undefined) ??
                  (match.row.prevents === true ? cameUpAt(blamed, lead.pattern, parties) : undefined) ??
                  endOf(members, evidence, parameters),
              )),
        },
      ];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: `no message of ${value.length} services names a cause` };
  },
});

/** What a caller says whose library leaves open why it does not accept a certificate. */
const NOT_VERIFIED = 'tls-untrusted';

/**
 * Whether callers refuse the writer's own certificate, by name and without a reason: where its side of the same handshakes
 * gives one, as a proxy beside it does, it is not open whose certificate that is about.
 */
function isRefusedByCallers({ match: { row }, blamed, logs }: Statement, all: readonly Statement[]): boolean {
  if (row.presented !== true || blamed !== `service/${logs.service}`) return false;
  return all.some(
    (other) =>
      other.match.row.id === NOT_VERIFIED &&
      other.logs !== logs &&
      other.text.split(/[\s/:"']+/).includes(logs.service),
  );
}

/** The statement as one of the writer's own certificate. */
function asPresented({ match, ...statement }: Statement): Statement {
  const { ofWriter: _, ...row } = match.row;
  return { ...statement, match: { ...match, row }, certain: true };
}

/** `user@database LOG:`, the usual `log_line_prefix` of PostgreSQL (`%q%u@%d`, Debian's and pgBadger's). */
const OF_USER = /(?:^|\s)([a-z][\w-]*)@[\w-]+ (?:LOG|ERROR|FATAL|WARNING|DETAIL|STATEMENT): /;

/** What called, where a line names it beside whoever wrote it: one log holds the requests of many balancers. */
function callersIn(members: readonly Statement[]): readonly Component[] {
  const names = members.flatMap(({ match }) => match.parameters.caller ?? []);
  return names.map((name) => componentOf({ kind: 'service', name }));
}

/** Services whose statements a database speaks of, where its line names a user that is called like one. */
function clientsIn(members: readonly Statement[], { names }: Parties): readonly Component[] {
  return members.flatMap(({ text }) => {
    const user = OF_USER.exec(text)?.[1];
    return user === undefined || !names.has(user) ? [] : [componentOf({ kind: 'service', name: user })];
  });
}

/** What it means of the component blamed, be it the writer for want of anybody else. */
function meaningOf({ match: { row }, blamed, logs }: Statement, parties: Parties): string {
  return row.ofWriter !== undefined && blamed === parties.writer(logs) ? row.ofWriter : row.meaning;
}

/** That its lines stopped, but where one of them acts until something else is written. */
function silenceOf(members: readonly Statement[], evidence: EvidenceSet, parameters: Parameters): Partial<Finding> {
  const silent = members.some(({ match }) => match.row.lasting) ? undefined : fellSilent(members, evidence, parameters);
  return silent === undefined ? {} : { fellSilent: silent };
}

function endAt(until: string | undefined): Pick<Finding, 'until'> {
  return until === undefined ? {} : { until };
}

/** When the last of the messages stopped coming; undefined where one still comes. */
function endOf(members: readonly Statement[], evidence: EvidenceSet, parameters: Parameters): string | undefined {
  const ends = members.map(
    ({ pattern, logs, match }) =>
      saidToBeOver(wordsOfEnd(match), pattern, logs, evidence, parameters) ??
      endOfErrors(pattern, logs, evidence, parameters) ??
      endOfUnit(pattern, logs, evidence, parameters),
  );
  const last = ends
    .filter((end) => end !== undefined)
    .toSorted()
    .at(-1);
  // A single line is too few to be missed: it ended with the others of its matter, if it is no later than they.
  const goesOn = members.some(
    ({ pattern: { count, lastSeen } }, n) =>
      ends[n] === undefined &&
      !(count < parameters.errorLines && last !== undefined && lastSeen !== undefined && lastSeen <= last),
  );
  return goesOn ? undefined : last;
}

/** RE2 of the line that says it is over, of the very peer that was named. */
function wordsOfEnd({ row, parameters }: Statement['match']): string | undefined {
  return row.endedBy?.replaceAll('{callee}', () => RE2JS.quote(parameters.callee ?? ''));
}

/** When a later line of the same log says that what one tells of is over, and it has stayed so. */
function saidToBeOver(
  words: string | undefined,
  { lastSeen }: LogPattern,
  logs: ServiceLogs,
  evidence: EvidenceSet,
  parameters: Parameters,
): string | undefined {
  if (words === undefined || lastSeen === undefined) return undefined;
  const matcher = RE2JS.compile(words, RE2JS.CASE_INSENSITIVE);
  const said = logs.patterns
    .filter((one) => one.lastSeen !== undefined && one.lastSeen > lastSeen)
    .find(({ samples }) => samples.some(({ text }) => matcher.test(text)));
  return isOver(said?.lastSeen, evidence, parameters) ? said?.lastSeen : undefined;
}

/**
 * When a unit that ended with what a line of a journal tells of was started again. The kernel kills a process in the moment
 * in which systemd sees it end.
 */
function endOfUnit(
  { lastSeen }: LogPattern,
  logs: ServiceLogs,
  evidence: EvidenceSet,
  parameters: Parameters,
): string | undefined {
  if (lastSeen === undefined) return undefined;
  const ended = unitEnds(logs).find(({ at }) => Math.abs(Date.parse(at) - Date.parse(lastSeen)) <= SAME_TIME_MS);
  return isOver(ended?.startedAt, evidence, parameters) ? ended?.startedAt : undefined;
}

/**
 * The component blamed; for an entry that does not say which database or peer it means, the one that is known to have
 * that very trouble, where there is but one.
 */
function culprit({ match, blamed, certain }: Statement, all: readonly Statement[]): Component {
  if (match.row.blamed === 'writer' || (certain && !isPrivateName(blamed, match.row))) return blamed;
  const known = all.filter(
    (other) =>
      other.certain && other.match.row.cause === match.row.cause && !isPrivateName(other.blamed, other.match.row),
  );
  const components = new Set(known.map((other) => other.blamed));
  return components.size === 1 ? [...components][0]! : blamed;
}

/**
 * Names that only resolve inside (ICANN's resolution of 2024 on `.internal`, RFC 6762 appendix G, RFC 8375): what a client
 * calls so is some component of the system, under a name that nothing else read knows.
 */
const PRIVATE_NAME = /\.(?:internal|intranet|private|corp|home|lan|local|home\.arpa)$/;

function isPrivateName(component: Component, { presented }: Statement['match']['row']): boolean {
  return presented === true && PRIVATE_NAME.test(component);
}

/** True for what is more than a hiccup and can be so, given how the component runs. */
function counts(
  { match: { row }, lastWords, blamed, pattern }: Statement,
  group: readonly Statement[],
  parties: Parties,
  parameters: Parameters,
): boolean {
  if (row.prevents === true && runsWell(blamed, parties)) return cameUpAt(blamed, pattern, parties) !== undefined;
  if (lastWords) return true;
  if (row.prevents === true && group.every((one) => ranOn(one, parties, parameters))) return false;
  const lines = group.reduce((sum, { match, pattern }) => (match.row.id === row.id ? sum + pattern.count : sum), 0);
  return lines >= (row.recurs ?? 1);
}

function strengthOf({ match: { row }, certain, undated }: Statement): number {
  const strength = row.strength ?? (row.hint === true ? LEAD : DEFAULT_STRENGTH);
  if (row.hint === true || undated) return Math.min(LEAD, strength);
  if (certain) return strength;
  return isSeenByWriter(row) ? strength * UNCONFIRMED_SHARE : Math.min(LEAD, strength * UNCONFIRMED_SHARE);
}

function gradeOf({ match: { row }, certain, undated }: Statement): Grade {
  if (row.hint === true || undated) return 'coincides';
  // Whose certificate it refused is open; that it refused one is not.
  return certain || isSeenByWriter(row) ? 'said' : 'coincides';
}

/** Whether a client says of itself what it met, whoever that was: it refused a certificate, and says why. */
function isSeenByWriter({ presented, ofWriter }: Statement['match']['row']): boolean {
  return presented === true && ofWriter !== undefined;
}

function parametersOf({ match: { row, parameters } }: Statement): Readonly<Record<string, string>> {
  return { ...(row.engine === undefined ? {} : { engine: row.engine }), ...parameters };
}
