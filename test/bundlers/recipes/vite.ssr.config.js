export default {
  build: { ssr: 'start.js', outDir: 'out', rollupOptions: { output: { entryFileNames: '[name].mjs' } } },
  ssr: { noExternal: true },
};
