import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Answer } from '../domain/answer.ts';
import { SreError } from '../domain/errors.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import { drawPicture } from './chart-picture.ts';
import { slackCode } from './transport/call.ts';
import { uploadFile } from './transport/upload.ts';
import { type AnswerOptions, answerBlocks } from './views/answer.ts';
import { chartInWords, drawnSeries } from './views/chart.ts';
import { plainMessage } from './views/failure.ts';
import type { SlackMessage } from './views/message.ts';

type Pictures = NonNullable<AnswerOptions['pictures']>;

export interface AnswerPoster {
  /** Posts with `post` what of the answer the workspace takes: charts of its own, else pictures, else words alone. */
  post(
    request: InvestigationRequest,
    answer: Answer,
    options: AnswerOptions,
    post: (draw: () => SlackMessage) => Promise<unknown>,
  ): Promise<void>;
}

/** Remembers what a workspace refused, so that the next answer is not refused again. */
export function createAnswerPoster(deps: {
  readonly client: webApi.WebClient;
  readonly log?: Pick<Logger, 'warn'>;
}): AnswerPoster {
  const takes = { charts: true, feedback: true, pictures: true };

  async function picturesOf(request: InvestigationRequest, answer: Answer): Promise<Pictures> {
    if (takes.charts || !takes.pictures) return [];
    const pictures: { fileId: string; altText: string }[] = [];
    for (const chart of (answer.charts ?? []).slice(0, 1)) {
      const drawn = drawnSeries(chart);
      if (drawn === undefined) continue;
      try {
        const altText = chartInWords(chart);
        const content = await drawPicture(drawn);
        const fileId = await uploadFile(deps.client, { name: 'chart.png', title: drawn.title, content, altText });
        pictures.push({ fileId, altText });
      } catch (error) {
        if (slackCode(error) === 'missing_scope') takes.pictures = false;
        deps.log?.warn({ err: error, investigation: request.id }, 'chart not shown');
      }
    }
    return pictures;
  }

  /** What to leave out after a refusal; false when nothing is left to leave out. */
  function learn(error: unknown, answer: Answer, pictures: Pictures): boolean {
    const words = refusalIn(error);
    const hasCharts = takes.charts && (answer.charts ?? []).length > 0;
    const feedback = /context_actions|feedback_buttons/.test(words);
    const charts = /data_visualization/.test(words);
    if (charts && hasCharts) takes.charts = false;
    else if (feedback && takes.feedback) takes.feedback = false;
    else if (hasCharts) takes.charts = false;
    else if (pictures.length > 0) takes.pictures = false;
    else if (takes.feedback) takes.feedback = false;
    else return false;
    return true;
  }

  return {
    async post(request, answer, options, post) {
      for (;;) {
        const pictures = await picturesOf(request, answer);
        const drawn = { ...options, nativeFeedback: takes.feedback, nativeCharts: takes.charts, pictures };
        try {
          await post(() => answerBlocks(answer, drawn));
          return;
        } catch (error) {
          if (!isRefusedContent(error)) throw error;
          deps.log?.warn({ err: error, investigation: request.id }, 'answer refused by Slack, trying a plainer one');
          if (learn(error, answer, pictures)) continue;
          await post(() => plainMessage(answerBlocks(answer, drawn).text));
          return;
        }
      }
    },
  };
}

function isRefusedContent(error: unknown): boolean {
  const code = slackCode(error);
  return (
    code !== undefined &&
    /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long|invalid_arguments|slack_file_\w+|invalid_file\w*)$/.test(
      code,
    )
  );
}

/** Slack's own explanation of a refusal, which names the block. */
function refusalIn(error: unknown): string {
  const cause = (error instanceof SreError ? error.cause : error) as
    | { data?: { errors?: unknown; response_metadata?: { messages?: unknown } } }
    | undefined;
  return JSON.stringify([cause?.data?.errors, cause?.data?.response_metadata?.messages]);
}
