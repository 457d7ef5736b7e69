module.exports = {
  mode: 'production',
  target: 'node20',
  entry: './start.js',
  output: { path: `${process.cwd()}/out`, filename: 'start.cjs' },
};
