import { useLiveWorkspace } from './context.ts';
import { Markdown } from './text.tsx';

/** A canvas beside its channel, to be read. */
export function CanvasPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const canvas = useLiveWorkspace().canvases.find((one) => one.id === id);
  return (
    <aside className="panel thread-panel canvas-panel" data-testid="canvas-panel" aria-label="Canvas">
      <header className="panel-head">
        <button type="button" className="icon back" aria-label="Back" data-testid="canvas-back" onClick={onClose}>
          ←
        </button>
        <div className="panel-title">
          <h1>{canvas?.title ?? 'Canvas'}</h1>
          <p className="faint topic">Canvas</p>
        </div>
        <button
          type="button"
          className="icon close"
          aria-label="Close the canvas"
          data-testid="close-canvas"
          onClick={onClose}
        >
          ✕
        </button>
      </header>
      <div className="canvas">
        {canvas === undefined ? (
          <p className="faint">This canvas is not there any more, or it is not shared with you.</p>
        ) : (
          <Markdown text={canvas.markdown} />
        )}
      </div>
    </aside>
  );
}
