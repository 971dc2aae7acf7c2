import { fileURLToPath } from 'node:url';

/** What the browser loads: one script and one style sheet. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

/** Bundles the page's client, in about half a second; esbuild's own process ends with it. */
export async function bundlePage(): Promise<PageBundle> {
  const { build, stop } = await import('esbuild');
  const result = await build({
    entryPoints: [fileURLToPath(new URL('./client/main.tsx', import.meta.url))],
    bundle: true,
    write: false,
    outdir: '/page',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  await stop();
  const of = (extension: string) => result.outputFiles.find((file) => file.path.endsWith(extension))?.text ?? '';
  return { script: of('.js'), style: of('.css') };
}

export const pageHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local Ops workspace</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%23553c9a'/%3E%3Cpath d='M5 3v10M11 3v10M3 6h10M3 10h10' stroke='%23fff' stroke-width='1.6' stroke-linecap='round'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/page/app.css">
</head>
<body><div id="page"></div><script type="module" src="/page/app.js"></script></body>
</html>
`;
