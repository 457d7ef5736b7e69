import type { About } from './contender.js';

/** Run by bench/python/peer.py. */
export const contender: About = {
  name: 'Python',
  about: 'the Python library: mapping.get(key); it reads the file of ours, and builds its own',
  ending: 'python.sb',
  reads: 'sharedbuffers',
};
