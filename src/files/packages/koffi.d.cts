/**
 * Ways to load koffi's native module, by operating system and processor, as Node names them: the first that gives it. None in
 * bundles.
 */
export declare const natives: { readonly [system: string]: readonly (() => unknown)[] } | undefined;
