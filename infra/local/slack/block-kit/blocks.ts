import { all, boolean, byType, type Check, type Fields, list, number, object, oneOf, rule, text } from './check.ts';
import { anyText, exactlyOne, markdownText, plainText, slackFile, webUrl } from './composition.ts';
import { dataVisualization } from './data-visualization.ts';
import { elements } from './elements.ts';
import { limits } from './limits.ts';
import { richText, richTextBlock } from './rich-text.ts';

const blockId = { block_id: text(limits.blockId, 1) };

/** A block with these fields, and `block_id`. */
const block = (required: Fields, optional: Fields = {}) => object(required, { ...optional, ...blockId });

const section = all(
  block(
    {},
    {
      text: anyText(limits.section.text),
      fields: list(anyText(limits.section.field), { min: 1, max: limits.section.fields }),
      accessory: byType(elements.sectionAccessory),
      expand: boolean,
    },
  ),
  rule((value) =>
    value.text === undefined && value.fields === undefined ? 'must define either `text` or `fields`' : undefined,
  ),
);

const header = block({ text: plainText(limits.header.text) }, { level: number({ integer: true, min: 1, max: 4 }) });
const divider = block({});
const context = block({
  elements: list(
    byType({
      image: elements.image,
      plain_text: object({ text: text(limits.text, 1) }, { emoji: boolean }),
      mrkdwn: object({ text: text(limits.text, 1) }, { verbatim: boolean }),
    }),
    { min: 1, max: limits.context.elements },
  ),
});
const actions = block({ elements: list(byType(elements.actions), { min: 1, max: limits.actions.elements }) });
const contextActions = block({
  elements: list(byType(elements.contextActions), { min: 1, max: limits.contextActions.elements }),
});
const image = all(
  block(
    { alt_text: text(limits.image.altText, 1) },
    { image_url: webUrl(limits.url), slack_file: slackFile, title: plainText(limits.image.title) },
  ),
  exactlyOne('image_url', 'slack_file'),
);
const input = block(
  { label: plainText(limits.input.label), element: byType(elements.input) },
  { hint: plainText(limits.input.hint), optional: boolean, dispatch_action: boolean },
);
const markdown = block({ text: text(limits.markdown.text, 1) });
const file = block({ external_id: text(255, 1), source: oneOf('remote') });
const video = block(
  {
    alt_text: text(limits.video.altText, 1),
    title: plainText(limits.video.title),
    thumbnail_url: webUrl(limits.url),
    video_url: webUrl(limits.url),
  },
  {
    title_url: webUrl(limits.url),
    author_name: text(limits.video.author),
    provider_name: text(limits.video.provider),
    provider_icon_url: webUrl(limits.url),
    description: plainText(limits.video.description),
  },
);

const cell = byType({
  raw_text: object({ text: text(limits.table.characters) }),
  raw_number: object({ value: number() }, { text: text(limits.table.characters) }),
  rich_text: richText,
});
const table = block(
  { rows: list(list(cell, { min: 1, max: limits.table.columns }), { min: 1, max: limits.table.rows }) },
  {
    column_settings: list(
      (value, pointer, problems) => {
        if (value !== null) columnSetting(value, pointer, problems);
      },
      { max: limits.table.columns },
    ),
  },
);
const columnSetting = object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean });

const dataTable = block(
  {
    rows: list(list(cell, { min: 1, max: limits.dataTable.columns }), {
      min: limits.dataTable.rowsMin,
      max: limits.dataTable.rows,
    }),
    caption: text(limits.text, 1),
  },
  {
    page_size: number({ integer: true, min: 1, max: limits.dataTable.pageSize }),
    row_header_column_index: number({ integer: true, min: 0 }),
  },
);

const source = byType({ url: object({ url: webUrl(limits.url), text: text(limits.text, 1) }) });
const taskCard = block(
  { task_id: text(255, 1), title: text(limits.text, 1), status: oneOf('pending', 'in_progress', 'complete', 'error') },
  { details: richTextBlock, output: richTextBlock, sources: list(source) },
);
const plan = block({ title: text(limits.text, 1) }, { tasks: list(byType({ task_card: taskCard }), { max: 50 }) });

const alert = block(
  { text: anyText(limits.alert.text) },
  { level: oneOf('default', 'info', 'warning', 'error', 'success') },
);
const cardImage = byType({ image: elements.image });
const card = block(
  {},
  {
    hero_image: cardImage,
    icon: cardImage,
    title: markdownText(limits.card.title),
    subtitle: markdownText(limits.card.subtitle),
    body: markdownText(limits.card.body),
    subtext: markdownText(limits.card.subtext),
    actions: list(byType({ button: elements.button }), { min: 1, max: limits.card.actions }),
  },
);
const carousel = block({ elements: list(byType({ card }), { min: 1, max: limits.carousel.cards }) });

const contained = { actions, context, divider, file, header, image, input, rich_text: richText, section, table, video };
const container = block(
  { child_blocks: list(byType(contained), { min: 1, max: limits.container.blocks }) },
  {
    title: plainText(limits.container.title),
    rich_text_title: richTextBlock,
    subtitle: anyText(limits.container.subtitle),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: cardImage,
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
);

const everywhere = {
  actions,
  context,
  divider,
  header,
  image,
  input,
  rich_text: richText,
  section,
  video,
  card,
  carousel,
  container,
};
const chart = block({ title: text(limits.dataVisualization.title, 1), chart: dataVisualization });

/** Where blocks stand: a message, a modal or the app's Home tab. */
export type Surface = 'message' | 'modal' | 'home';

/** The blocks each surface takes; any other type is refused there. */
export const blocksOn: Readonly<Record<Surface, Readonly<Record<string, Check>>>> = {
  message: {
    ...everywhere,
    context_actions: contextActions,
    markdown,
    file,
    table,
    data_table: dataTable,
    data_visualization: chart,
    task_card: taskCard,
    plan,
  },
  modal: { ...everywhere, alert },
  home: everywhere,
};
