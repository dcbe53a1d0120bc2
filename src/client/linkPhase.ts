/**
 * What is known about the link.
 *
 * - `stopped`: nobody has asked for a connection.
 * - `down`: no message can arrive.
 * - `unproven`: it was open before the computer slept, and nothing has arrived since.
 * - `open`: messages arrive.
 */
export type LinkPhase = 'stopped' | 'down' | 'unproven' | 'open';
