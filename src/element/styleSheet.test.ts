import { expect, it } from 'vitest';
import { styleSheetsOf } from './styleSheet.ts';

function documentWith(defaultView: object): Document {
  // Only this part of a document is used to make a stylesheet.
  return { defaultView } as unknown as Document;
}

// Somebody rendered the elements in a test with Jest and jsdom, whose stylesheets cannot be filled, and
// the elements threw "replaceSync is not a function" before they showed anything.
it('gives the elements no stylesheet in a DOM that cannot fill one, as jsdom', () => {
  expect(
    styleSheetsOf(
      documentWith({
        CSSStyleSheet: class {
          readonly cssRules = [];
        },
      }),
    ),
  ).toEqual([]);
  expect(styleSheetsOf(documentWith({ CSSStyleSheet: undefined }))).toEqual([]);
});

it('gives all elements of a document one stylesheet', () => {
  const filled: string[] = [];
  class Sheet {
    replaceSync(css: string): void {
      filled.push(css);
    }
  }
  const page = documentWith({ CSSStyleSheet: Sheet });
  expect(styleSheetsOf(page)).toHaveLength(1);
  expect(styleSheetsOf(page)[0]).toBe(styleSheetsOf(page)[0]);
  expect(filled).toHaveLength(1);
});
