import { readFileSync } from 'node:fs';
import { format } from 'oxfmt';

const options = JSON.parse(readFileSync(new URL('../.oxfmtrc.json', import.meta.url), 'utf8'));

/**
 * Formats a text as `npm run format` does with a file of this name, so that a generated file passes
 * the check.
 *
 * @param {string} fileName
 * @param {string} text
 * @throws an error if the text cannot be parsed
 */
export async function formatted(fileName, text) {
  const { code, errors } = await format(fileName, text, options);
  if (errors.length > 0)
    throw new Error(`${fileName}: ${errors.map(({ message }) => message).join(', ')}`);
  return code;
}
