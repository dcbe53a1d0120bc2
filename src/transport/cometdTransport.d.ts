import type { Packet, SentRequest } from './postWithoutRedirect.ts';

// CometD 9 exports this class so that applications can extend it. Its types do not contain the class.
declare module 'cometd' {
  export class LongPollingTransport implements Transport {
    readonly type: string;
    url: string;
    accept(version: string, crossDomain: boolean, url: string): boolean;
    abort(): void;
    /** Writes the messages of one request. */
    convertToJSON(messages: readonly object[]): string;
    /** Sends one request. What it returns takes the place of an `XMLHttpRequest`. */
    xhrSend(packet: Packet): SentRequest;
  }
}
