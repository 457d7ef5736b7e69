import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';

export default {
  input: 'start.js',
  output: { file: 'out/start.mjs', inlineDynamicImports: true },
  plugins: [nodeResolve({ exportConditions: ['node'] }), commonjs()],
};
