import { type ReactNode, useState } from 'react';
import { InteractiveElement } from './elements.tsx';
import { DrawnBlocks } from './text.tsx';
import type { Block, TextObject } from './types.ts';
import { type ElementFields, useElements } from './use-elements.tsx';

/** The blocks of a message or view: those that do something are ours, the rest is drawn by the library. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <div key={block.block_id ?? index} className={`block block-${block.type}`} data-block={block.type}>
          <OneBlock block={block} />
        </div>
      ))}
    </div>
  );
}

function OneBlock({ block }: { block: Block }): ReactNode {
  const blockId = block.block_id ?? '';
  const elements = (block.elements ?? []) as readonly ElementFields[];
  switch (block.type) {
    case 'actions':
    case 'context_actions':
      return (
        <div className="actions">
          {elements.map((element, index) => (
            <InteractiveElement key={element.action_id ?? index} blockId={blockId} element={element} />
          ))}
        </div>
      );
    case 'section': {
      const { accessory, ...rest } = block;
      if (accessory === undefined) return <DrawnBlocks blocks={[block]} />;
      return (
        <div className="with-accessory">
          <DrawnBlocks blocks={[rest]} />
          <div className="accessory">
            <InteractiveElement blockId={blockId} element={accessory as ElementFields} />
          </div>
        </div>
      );
    }
    case 'input':
      return <InputBlock block={block} />;
    case 'card': {
      const { actions, ...rest } = block;
      return (
        <div className="card">
          <DrawnBlocks blocks={[rest]} />
          {Array.isArray(actions) && <OneBlock block={{ type: 'actions', block_id: blockId, elements: actions }} />}
        </div>
      );
    }
    case 'image':
      return <ImageBlock block={block} />;
    case 'carousel':
      return (
        <div className="carousel">
          {(elements as unknown as readonly Block[]).map((card, index) => (
            <OneBlock key={card.block_id ?? index} block={card} />
          ))}
        </div>
      );
    case 'container':
      return <ContainerBlock block={block} />;
    case 'data_table':
      return <DrawnBlocks blocks={[{ type: 'table', rows: block.rows }]} />;
    default:
      return <DrawnBlocks blocks={[block]} />;
  }
}

function InputBlock({ block }: { block: Block }) {
  const { errors, use, values } = useElements();
  const blockId = block.block_id ?? '';
  const element = block.element as ElementFields;
  const held = values[blockId]?.[element.action_id ?? ''] as Record<string, unknown> | undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in the input within
    <div
      className={errors[blockId] === undefined ? 'input-block' : 'input-block wrong'}
      onKeyDown={(event) => {
        const typed = event.target instanceof HTMLInputElement;
        if (block.dispatch_action === true && event.key === 'Enter' && typed && held !== undefined)
          use(blockId, element, held);
      }}
    >
      <span className="input-label">
        {(block.label as TextObject).text}
        {block.optional === true && <em> (optional)</em>}
      </span>
      <InteractiveElement
        blockId={blockId}
        element={element}
        quiet={block.dispatch_action !== true || !isChosen(element.type)}
      />
      {errors[blockId] !== undefined && (
        <span className="input-error" role="alert">
          {errors[blockId]}
        </span>
      )}
      {block.hint !== undefined && <span className="input-hint">{(block.hint as TextObject).text}</span>}
    </div>
  );
}

function isChosen(type: string): boolean {
  return /select|picker|checkboxes|radio/.test(type);
}

function ContainerBlock({ block }: { block: Block }) {
  const [open, setOpen] = useState(block.default_collapsed !== true);
  const title = (block.title as TextObject | undefined)?.text;
  return (
    <section className="container">
      {title !== undefined && (
        <header>
          <strong>{title}</strong>
          {block.is_collapsible === true && (
            <button type="button" className="icon" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? '▾' : '▸'}
            </button>
          )}
        </header>
      )}
      {open && <Blocks blocks={block.child_blocks as readonly Block[]} />}
    </section>
  );
}

function ImageBlock({ block }: { block: Block }) {
  const file = block.slack_file as { id?: string; url?: string } | undefined;
  const source = file === undefined ? String(block.image_url) : (file.url ?? `/files-pri/${file.id}/image`);
  return (
    <figure className="image-block">
      {block.title !== undefined && <figcaption>{(block.title as TextObject).text}</figcaption>}
      <img src={source} alt={String(block.alt_text)} loading="lazy" />
    </figure>
  );
}
