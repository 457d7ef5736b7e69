import type { Contender } from './contender.js';
import { build, contender as sharedbuffers } from './sharedbuffers.js';

export const contender: Contender = {
  ...sharedbuffers,
  name: 'sharedbuffers, no sections',
  about: 'a file as Python writes it, without sections of our own (sections: false)',
  ending: 'plain.sb',
  build: (path, keys, records) => build(path, keys, records, { sections: false }),
};
