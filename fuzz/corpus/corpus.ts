/** All that is damaged. */
import { bundleSamples } from './bundles.js';
import { foreignSamples } from './foreign.js';
import { generatedSamples } from './generated.js';
import { goldenSamples } from './golden.js';
import type { Sample } from './sample.js';

export async function corpus(): Promise<Sample[]> {
  const generated = generatedSamples();
  return [...goldenSamples(), ...generated, ...foreignSamples(generated), ...(await bundleSamples())];
}
