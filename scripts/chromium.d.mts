export declare function findChromium(): string | undefined;
export declare function isExecutable(path: string): boolean;
export declare const chromiumFlags: string[];
