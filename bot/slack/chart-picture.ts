import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SreError } from '../domain/errors.ts';
import type { DrawnSeries } from './views/chart.ts';

/** Slack shows pictures about 360 points wide: letters must be large for that. */
const WIDTH = 560;
const HEIGHT = 300;
/** Twice the size, for sharp screens. */
const SCALE = 2;
const FONT = 'DejaVu Sans';
/** A font of our own: a server may have none, and then a picture would have no letters. */
const FONTS = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');

/**
 * Draws a series as a PNG, on the server and without a browser: a line, and where the change begins. The libraries are
 * loaded at the first call, as most workspaces draw charts themselves. Throws SreError `internal`.
 */
export async function drawPicture(series: DrawnSeries): Promise<Uint8Array> {
  try {
    const svg = await drawSvg(series);
    const { Resvg } = await import('@resvg/resvg-js');
    const font = {
      loadSystemFonts: false,
      fontFiles: [join(FONTS, 'DejaVuSans.ttf'), join(FONTS, 'DejaVuSans-Bold.ttf')],
      defaultFontFamily: FONT,
    };
    return new Resvg(svg, { font, fitTo: { mode: 'width', value: WIDTH * SCALE } }).render().asPng();
  } catch (error) {
    throw new SreError('internal', 'the chart could not be drawn', { cause: error });
  }
}

async function drawSvg({ title, unit, points, onset }: DrawnSeries): Promise<string> {
  const { init } = await import('echarts');
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption({
      animation: false,
      useUTC: true,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily: FONT, fontSize: 13, color: '#1d1c1d' },
      title: {
        text: title.slice(0, 70),
        left: 16,
        top: 12,
        textStyle: { fontFamily: FONT, fontSize: 17, color: '#1d1c1d' },
      },
      grid: { left: 16, right: 44, top: 64, bottom: 30, containLabel: true },
      xAxis: {
        type: 'time',
        name: 'UTC',
        nameLocation: 'end',
        splitLine: { show: false },
        splitNumber: 5,
        axisLabel: { hideOverlap: true, fontSize: 14, color: '#454245' },
      },
      yAxis: {
        type: 'value',
        scale: false,
        splitNumber: 4,
        axisLabel: {
          fontSize: 14,
          color: '#454245',
          formatter: (value: number) => `${value.toLocaleString('en')}${unit === '' ? '' : ` ${unit}`}`,
        },
        splitLine: { lineStyle: { color: '#e8e8e8' } },
      },
      series: [
        {
          type: 'line',
          showSymbol: false,
          lineStyle: { width: 2.5, color: '#1264a3' },
          areaStyle: { color: '#1264a3', opacity: 0.08 },
          data: points.map(([at, value]) => [at * 1_000, value]),
          ...(onset !== undefined && {
            markLine: {
              symbol: 'none',
              silent: true,
              lineStyle: { color: '#d1242f', type: 'dashed', width: 1.5 },
              label: { formatter: 'change begins', color: '#d1242f', fontFamily: FONT, fontSize: 14, position: 'end' },
              data: [{ xAxis: onset * 1_000 }],
            },
          }),
        },
      ],
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
