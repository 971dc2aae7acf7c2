/**
 * A process that answers a question durably against fakes, and kills itself with SIGKILL at the point named by KILL_AT.
 * Messages go to a table `posts`, which stands for Slack; each time the model is asked stands in `asked`.
 * `node question-worker.ts ask|resume`; with STOP=1 a person stops it once the model talks. Prints one line of JSON
 * when the questions named by WAIT_FOR have ended.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import { createDurableInvestigations } from '../../bot/adapters/dbos/investigations.ts';
import { openDatabase } from '../../bot/adapters/postgres/database.ts';
import type { DutyTables } from '../../bot/adapters/postgres/duty-tables.ts';
import { createInvestigationStore } from '../../bot/adapters/postgres/investigation-store.ts';
import { createMessageLedger } from '../../bot/adapters/postgres/message-ledger.ts';
import { createQuestionLog, type QuestionRecord } from '../../bot/adapters/postgres/question-log.ts';
import { createRecordStore } from '../../bot/adapters/postgres/record-store.ts';
import { type Explanation, noExplanation } from '../../bot/domain/explanation.ts';
import type { InvestigationRequest } from '../../bot/domain/investigation.ts';
import type { Question } from '../../bot/domain/question.ts';
import { Secret } from '../../bot/domain/secret.ts';
import { answerQuestion, type ExplainingDeps, giveUpQuestion } from '../../bot/investigation/explaining.ts';

const url = new Secret(process.env.DATABASE_URL ?? '');
const id = process.env.QUESTION ?? '';
const killAt = process.env.KILL_AT ?? '';
const THREAD = '1700000000.000100';

/** Dies of its own question only: one that it took over may come to the same point before its own was accepted. */
async function mayDie(point: string): Promise<void> {
  if (point !== killAt || DBOS.workflowID !== id) return;
  process.kill(process.pid, 'SIGKILL');
  await sleep(10_000);
}

const pool = new pg.Pool({ connectionString: url.reveal() });
await pool.query(`begin; select pg_advisory_xact_lock(7);
  create table if not exists posts (id text, text text); create table if not exists asked (id text); commit`);
const database = openDatabase(url, { onError: () => undefined });
await database.migrate();
const store = createInvestigationStore(database.db);
const ledger = createMessageLedger(database.db);
const questions = createQuestionLog(
  createRecordStore<QuestionRecord>(database.db.withTables<DutyTables>(), 'question'),
);

async function put(question: Question, text: string): Promise<void> {
  const known = await ledger.begin(question.id, 'explanation');
  await mayDie(`${text}:begun`);
  const seen = await pool.query('select 1 from posts where id = $1', [question.id]);
  if (seen.rowCount === 0) await pool.query('insert into posts values ($1, $2)', [question.id, text]);
  else await pool.query('update posts set text = $2 where id = $1', [question.id, text]);
  await mayDie(`${text}:posted`);
  if (known.state !== 'sent') await ledger.sent(question.id, 'explanation', { channel: 'C1', ts: THREAD });
  await mayDie(`${text}:sent`);
}

const request: InvestigationRequest = {
  id: `inv-${id}`,
  question: 'checkout is slow',
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: '2026-01-05T10:00:00.000Z',
};
const evidence = [{ id: 'E1', source: 'logs', tool: 'search_logs', target: 'service/web', text: 'down' }] as const;

const deps: ExplainingDeps = {
  store,
  questions,
  people: {
    find: async (teamId, userId) => ({ teamId, userId, emailConfirmed: true, displayName: 'U', deactivated: false }),
  },
  identity: {
    resolve: async (person) => ({ ...person, slackUserId: person.userId, username: 'u', email: '', roles: ['viewer'] }),
    token: async () => new Secret('token'),
  },
  gateways: {
    connect: () => ({
      call: async () => ({}),
      list: async () => [],
      search: async () => [],
      close: async () => undefined,
    }),
  },
  reasoner: {
    async explain({ followUp = '' }, { signal, onSentence }): Promise<Explanation> {
      await pool.query('insert into asked values ($1)', [followUp]);
      onSentence?.({ text: 'web is down.', cites: ['E1'] });
      await mayDie('reason');
      if (process.env.STOP) {
        await questions.stop({ teamId: 'T1', channel: 'C1', threadTs: THREAD });
        await sleep(60_000, undefined, { signal });
      }
      return { ...noExplanation('finished'), sentences: [{ text: 'web is down.', cites: ['E1'] }] };
    },
  },
  prose: {
    begin: (question) => put(question, 'looking'),
    soFar: () => undefined,
    show: (question, _threadTs, { end }) => put(question, end),
  },
  journal: () => ({ note: () => undefined, trouble: () => undefined }),
  stopLookMs: 20,
  mostTimes: 2,
};

const quiet = { info: () => undefined, debug: () => undefined, warn: () => undefined, error: () => undefined };
const engine = createDurableInvestigations({
  databaseUrl: url,
  run: () => Promise.reject(new Error('nothing is investigated here')),
  announceEnd: async () => undefined,
  running: async () => [],
  questions: {
    answer: (steps, question) => answerQuestion(steps, deps, question),
    giveUp: (steps, question) => giveUpQuestion(steps, deps, question),
  },
  logger: quiet,
  sweepMs: 500,
});
await engine.launch();
let started: unknown;
if (process.argv[2] === 'ask') {
  await store.begin(request);
  await store.opened(request.id, THREAD);
  await store.answered(
    request.id,
    {
      verdict: 'unknown',
      hypotheses: [],
      evidence,
      unknown: [],
      reasons: [],
      runbooks: [],
      durationMs: 1,
    },
    true,
  );
  const question = { ...request, id, investigation: request.id, text: id };
  started = [await engine.ask(question), await engine.ask(question)];
}
for (const each of (process.env.WAIT_FOR ?? id).split(',')) {
  for (let waited = 0; (await questions.stateOf(each)) !== 'ended' && waited < 120_000; waited += 50) await sleep(50);
}
// The last step's record may still be on its way.
await engine.shutdown(3_000);
console.log(JSON.stringify({ started }));
process.exit(0);
