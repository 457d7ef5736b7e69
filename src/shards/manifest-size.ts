/** How long manifests are at most; apart from them, for who reads one without knowing what it is. */
/** More than 65,536 parts and a schema take. */
export const MAX_MANIFEST_BYTES: number = 2 ** 26;
