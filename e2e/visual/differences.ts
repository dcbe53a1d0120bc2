import type { Image } from './image.ts';

/** How far two pictures may differ and still show the same. */
export interface Tolerance {
  /** Pixels. Something may have moved so far. */
  readonly shift: number;
  /** Of 255. So much may any colour differ. */
  readonly slack: number;
  /** Besides, so much of the contrast round about: edges and letters are drawn differently. */
  readonly share: number;
}

/** The same browser on the same kind of machine: a rim may come out one step of colour otherwise. */
export const everyPixel: Tolerance = { shift: 0, slack: 4, share: 0 };

/**
 * Another version, or other font rasterising, draws the rims of letters differently and may round a
 * place differently. A colour, a missing glyph or a shift by more than that is not its doing.
 */
export const whatCanBeSeen: Tolerance = { shift: 2, slack: 10, share: 0.35 };

export interface Differences {
  /** Pixels of one picture that have no like in the other one. */
  readonly count: number;
  /** Whether one is larger by more than things may have moved. */
  readonly isOtherSize: boolean;
  /** What a reviewer looks at: the actual picture, pale, with the differences in red. */
  readonly picture: Image;
}

/** What came counts as much as what went: each picture is searched for the other's pixels. */
export function differences(expected: Image, actual: Image, tolerance: Tolerance): Differences {
  const { width, height } = actual;
  const data = new Uint8Array(actual.data.length).fill(255);
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const isOutside = x >= expected.width || y >= expected.height;
      const isDifferent =
        !isOutside &&
        !isSame(expected, actual, x, y) &&
        !(isLike(expected, actual, x, y, tolerance) && isLike(actual, expected, x, y, tolerance));
      if (isDifferent) count += 1;
      for (let channel = 0; channel < 3; channel += 1) {
        const pale = 255 - (255 - (actual.data[at + channel] ?? 0)) / 4;
        data[at + channel] = isDifferent ? (channel === 0 ? 255 : 0) : pale;
      }
    }
  }
  const isOtherSize =
    Math.abs(expected.width - width) > tolerance.shift ||
    Math.abs(expected.height - height) > tolerance.shift;
  return { count, isOtherSize, picture: { width, height, data } };
}

function isSame(one: Image, other: Image, x: number, y: number): boolean {
  const [here, there] = [(y * one.width + x) * 4, (y * other.width + x) * 4];
  for (let channel = 0; channel < 3; channel += 1) {
    if (one.data[here + channel] !== other.data[there + channel]) return false;
  }
  return true;
}

/** Whether the pixel's colour lies between the darkest and the brightest of the other's round it. */
function isLike(one: Image, other: Image, x: number, y: number, tolerance: Tolerance): boolean {
  const { shift, slack, share } = tolerance;
  for (let channel = 0; channel < 3; channel += 1) {
    let darkest = 255;
    let brightest = 0;
    for (let row = Math.max(0, y - shift); row <= Math.min(other.height - 1, y + shift); row += 1) {
      const last = Math.min(other.width - 1, x + shift);
      for (let column = Math.max(0, x - shift); column <= last; column += 1) {
        const value = other.data[(row * other.width + column) * 4 + channel] ?? 0;
        darkest = Math.min(darkest, value);
        brightest = Math.max(brightest, value);
      }
    }
    const allowed = slack + share * (brightest - darkest);
    const value = one.data[(y * one.width + x) * 4 + channel] ?? 0;
    if (value < darkest - allowed || value > brightest + allowed) return false;
  }
  return true;
}
