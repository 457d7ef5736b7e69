/** How long manifests are at most: more than 65,536 parts and a schema take. Apart from what reads them, for who reads a file without knowing what it is. */
export const MAX_MANIFEST_BYTES: number = 2 ** 26;
