// pngjs has no types. These are the ones that are used here.
declare module 'pngjs' {
  interface Pixels {
    readonly width: number;
    readonly height: number;
    /** Red, green, blue, alpha of each pixel, row by row. */
    readonly data: Buffer;
  }

  export const PNG: {
    readonly sync: {
      read(png: Buffer): Pixels;
    };
  };
}
