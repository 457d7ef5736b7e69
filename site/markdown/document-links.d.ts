export declare function addressOf(document: string, href: string): string | undefined;
