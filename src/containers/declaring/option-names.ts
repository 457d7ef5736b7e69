/** Names of the options of declarations and builds, for `checkOptions`. */

export const KEY_OPTIONS = 'key multi width approximate signed';
export const TRAILER_OPTIONS = 'checksums reproducible';
export const DISCARD_OPTIONS = 'discardDuplicates discardDuplicateKeys';
export const ARRAY_OPTIONS = 'sharing describeStructs onWrite';
export const MAPPING_OPTIONS =
  'sharing describeStructs onWrite checksums reproducible discardDuplicateKeys sections index ordered filter dedupe columns indexes';
