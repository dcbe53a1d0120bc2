import { PNG } from 'pngjs';

export interface Image {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of each pixel, row by row. */
  readonly data: Uint8Array;
}

export function readPng(png: Buffer): Image {
  return PNG.sync.read(png);
}
