/**
 * The inspector as one page that needs nothing else, and may do nothing else: its policy names the hashes of its own script and style.
 */
import { createHash } from 'node:crypto';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/** Code and style of the page, the same in tests, which say in the environment that they are some. */
async function bundled() {
  const { NODE_ENV } = env;
  env.NODE_ENV = 'production';
  const { output } = await build({
    configFile: false,
    root: path('src/inspector'),
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [
      {
        name: 'no-wasm',
        enforce: 'pre',
        // The page's policy allows none, and the library then does without.
        load: (id) => (id.endsWith('/xxh-wasm.generated.ts') ? "export const XXH_WASM = '';" : undefined),
      },
    ],
    resolve: {
      alias: { 'sharedbuffers/remote': path('src/remote.ts') },
      extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
    },
    // Node's way to a polyfill that browsers do not need.
    define: { 'import.meta.url': 'undefined', 'import.meta.resolve': 'undefined' },
    build: {
      write: false,
      target: 'es2022',
      cssTarget: 'chrome123',
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: path('src/inspector/main.tsx'),
        // Browsers of today have Temporal; what is signed is not for pages.
        external: ['temporal-polyfill', 'aws4fetch'],
        output: { format: 'iife', codeSplitting: false },
      },
    },
  });
  if (NODE_ENV === undefined) delete env.NODE_ENV;
  else env.NODE_ENV = NODE_ENV;
  const code = output.find(({ type }) => type === 'chunk').code;
  const style = output.find(({ fileName }) => fileName.endsWith('.css')).source;
  return { code: code.replaceAll('</script', '<\\/script').trim(), style: String(style).trim() };
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function pageOf({ code, style }) {
  const policy = [
    "default-src 'none'",
    `script-src ${hash(code)}`,
    `style-src ${hash(style)}`,
    'connect-src *',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>sharedbuffers inspector</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<script>${code}</script>
</body>
</html>
`;
}

/** The text of the page. */
export async function inspectorPage() {
  return pageOf(await bundled());
}
