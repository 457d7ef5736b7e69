/**
 * Bytes in an `ArrayBuffer` of their own, as `Blob`, `crypto.subtle` and `fetch` take them: `Uint8Array<ArrayBuffer>` from TypeScript
 * 5.7 on, and in earlier ones `Uint8Array`, which is not generic there.
 */
export type PackedBytes = ReturnType<Uint8ArrayConstructor['of']>;
