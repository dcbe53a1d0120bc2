import type { PreviewServer, ViteDevServer } from 'vite';

export interface DemoOptions {
  /** The server's address, `http://127.0.0.1:8090`. */
  readonly gws: string;
  readonly isMock: boolean;
  /** 0 takes a free port. */
  readonly port: number;
}

export declare const contentSecurityPolicy: string;
export declare function serveDemo(options: DemoOptions): Promise<ViteDevServer>;
export declare function buildDemo(): Promise<void>;
export declare function serveBuiltDemo(options: DemoOptions): Promise<PreviewServer>;
