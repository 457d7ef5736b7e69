/** All that is damaged. Each file is verified, too, as people would who suspect it. */
import { verifyBuffer } from 'sharedbuffers';
import { bundleSamples } from './bundles.js';
import { earlierSamples } from './earlier.js';
import { foreignSamples } from './foreign.js';
import { generatedSamples } from './generated.js';
import { goldenSamples } from './golden.js';
import type { Sample } from './sample.js';

/** Verifying reads all of a file: larger ones are left to reading in parts. */
const MAX_VERIFIED = 2 ** 14;

function verified(sample: Sample): Sample {
  if (sample.bytes.length > MAX_VERIFIED) return sample;
  return {
    ...sample,
    async read(damaged, all) {
      await sample.read(damaged, all);
      all.attempt(() => verifyBuffer(damaged));
    },
  };
}

export async function corpus(): Promise<Sample[]> {
  const generated = generatedSamples();
  const files = [...generated, ...earlierSamples(), ...foreignSamples(generated), ...(await bundleSamples())];
  return [...goldenSamples(), ...files.map(verified)];
}
