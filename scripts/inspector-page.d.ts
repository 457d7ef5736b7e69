export function inspectorPage(): Promise<string>;
