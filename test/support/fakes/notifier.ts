import type { Answer } from '../../../bot/domain/answer.ts';
import type { MemoryRecord } from '../../../bot/ports/memory.ts';
import type { Notifier, SourceProgress } from '../../../bot/ports/notifier.ts';
import { createTrouble, type Trouble } from './trouble.ts';

/** A Notifier that keeps what people would have read, in order. */
export interface FakeNotifier extends Notifier {
  readonly trouble: Trouble;
  readonly said: string[];
  readonly progressed: (readonly SourceProgress[])[];
  readonly answers: { answer: Answer; remembered: readonly MemoryRecord[] }[];
  /** Resolves what `holdProgress` holds. */
  releaseProgress(): void;
  /** Progress posts wait from now on. */
  holdProgress(): void;
}

export function createFakeNotifier(): FakeNotifier {
  const trouble = createTrouble();
  const said: string[] = [];
  const progressed: FakeNotifier['progressed'] = [];
  const answers: FakeNotifier['answers'] = [];
  let held = Promise.resolve();
  let release = () => {};
  return {
    trouble,
    said,
    progressed,
    answers,
    releaseProgress: () => release(),
    holdProgress() {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    async open() {
      await trouble.meet('open');
      said.push('open');
      return { threadTs: '1700000000.000100' };
    },
    async progress(_request, _threadTs, sources) {
      await trouble.meet('progress');
      progressed.push(sources);
      await held;
    },
    async findings(_request, _threadTs, key) {
      await trouble.meet('findings');
      said.push(`findings ${key}`);
    },
    async answer(_request, _threadTs, answer, remembered) {
      await trouble.meet('answer');
      said.push(`answer ${answer.verdict}`);
      answers.push({ answer, remembered });
    },
    async delayed() {
      await trouble.meet('delayed');
      said.push('delayed');
    },
    async again(_request, _threadTs, news) {
      await trouble.meet('again');
      said.push(`again ${news.kind} ${(news.kind === 'stayed-away' ? news.away : news.back).join(' ')}`);
    },
    async fail(_request, threadTs, wording, how = 'failed') {
      await trouble.meet('fail');
      said.push(`${how} in ${threadTs ?? 'no thread'}: ${wording}`);
    },
  };
}
