import { act } from './act.ts';
import { useDirectory, useLiveWorkspace } from './context.ts';
import { nameOf } from './people.tsx';

/** What the bot is doing in a thread, and the button that stops it. */
export function StatusLine({ channel, threadTs }: { channel: string; threadTs?: string }) {
  const workspace = useLiveWorkspace();
  const { notify } = useDirectory();
  const here = (one: { channel: string; threadTs: string }) => one.channel === channel && one.threadTs === threadTs;
  const status = workspace.statuses.find(here);
  const session = workspace.sessions.find(here);
  const processing = session?.status === 'processing';
  if (status === undefined && !processing) return null;
  const text = status?.status || status?.loadingMessages[0] || 'is working…';
  return (
    <div className="status-line" data-testid="status-line" role="status">
      <span className="dots" aria-hidden="true" />
      <span>
        {nameOf(workspace, workspace.bot.user)} {text}
      </span>
      {processing && (
        <button
          type="button"
          className="button small"
          data-testid="stop-session"
          onClick={() => {
            act('stop', { user: workspace.me, channel, threadTs }).catch((error: Error) => notify(error.message));
          }}
        >
          Stop
        </button>
      )}
    </div>
  );
}

/** Prompts the bot suggests in its direct message. */
export function PromptRow({ channel, threadTs }: { channel: string; threadTs?: string }) {
  const workspace = useLiveWorkspace();
  const { notify } = useDirectory();
  const prompts = workspace.prompts.find((one) => one.channel === channel && one.threadTs === threadTs);
  if (prompts === undefined) return null;
  return (
    <div className="prompts">
      {prompts.title !== '' && <span className="faint">{prompts.title}</span>}
      {prompts.prompts.map((prompt) => (
        <button
          key={prompt.title}
          type="button"
          className="button small"
          onClick={() => {
            act('say', { user: workspace.me, channel, threadTs, text: prompt.message }).catch((error: Error) =>
              notify(error.message),
            );
          }}
        >
          {prompt.title}
        </button>
      ))}
    </div>
  );
}
