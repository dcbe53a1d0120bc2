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

/** What makes small files of flat colours and letters. Nothing of ours is transparent. */
export function writePng({ width, height, data }: Image): Buffer {
  const pixels = { width, height, data: Buffer.from(data.buffer, data.byteOffset, data.length) };
  return PNG.sync.write(pixels, {
    colorType: 2,
    filterType: 0,
    deflateLevel: 9,
    deflateStrategy: 0,
  });
}

// The grey that surrounds the pictures on a sheet.
const mount = 0xc0;
const gap = 8;

/**
 * Four pictures on one sheet, so that one look compares them: 1 and 2 above 3 and 4.
 *
 * Colours lose their last two bits, which nobody sees: the files are little more than half as big.
 */
export function composeSheet(pictures: readonly Image[]): Image {
  const cell = {
    width: Math.max(...pictures.map(({ width }) => width)),
    height: Math.max(...pictures.map(({ height }) => height)),
  };
  const [width, height] = [cell.width * 2 + gap, cell.height * 2 + gap];
  const data = new Uint8Array(width * height * 4).fill(mount);
  for (const [index, picture] of pictures.entries()) {
    const left = (index % 2) * (cell.width + gap);
    const top = Math.floor(index / 2) * (cell.height + gap);
    for (let y = 0; y < picture.height; y += 1) {
      const row = picture.data.subarray(y * picture.width * 4, (y + 1) * picture.width * 4);
      data.set(row, ((top + y) * width + left) * 4);
    }
  }
  // A pixel at a time, which is ten times as quick as a byte at a time: alpha comes last in memory,
  // so first in the number.
  const pixels = new Uint32Array(data.buffer);
  for (let at = 0; at < pixels.length; at += 1)
    pixels[at] = ((pixels[at] ?? 0) & 0xfcfcfc) | 0xff000000;
  return { width, height, data };
}

/** Whether there is nothing to look for, as nearly always. */
export function areEqual(one: Image, other: Image): boolean {
  return one.width === other.width && Buffer.compare(one.data, other.data) === 0;
}

/** A place on a sheet that stays empty. */
export const noImage: Image = { width: 0, height: 0, data: new Uint8Array() };

/** The four cells of a sheet, each with what surrounds its picture. */
export function cellsOf(sheet: Image): readonly Image[] {
  const [width, height] = [(sheet.width - gap) / 2, (sheet.height - gap) / 2];
  return [0, 1, 2, 3].map((index) => {
    const data = new Uint8Array(width * height * 4);
    const left = (index % 2) * (width + gap);
    const top = Math.floor(index / 2) * (height + gap);
    for (let y = 0; y < height; y += 1) {
      const from = ((top + y) * sheet.width + left) * 4;
      data.set(sheet.data.subarray(from, from + width * 4), y * width * 4);
    }
    return { width, height, data };
  });
}
