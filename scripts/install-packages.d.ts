export const NPM: readonly string[];
export function installPackages(folder: string): void;
