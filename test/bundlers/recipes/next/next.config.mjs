export default {
  output: 'standalone',
  serverExternalPackages: ['sharedbuffers'],
};
