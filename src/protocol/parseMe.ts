import { fieldsOf, text } from './fields.ts';

/**
 * Reads who is signed in from the answer to `GET /me`. It reads only what is needed to tell two
 * users of one browser apart, and returns undefined when the answer does not say.
 *
 * @example parseMe({ statusCode: 0, user: { id: 'a1', userName: 'ada' } }) // 'a1'
 */
export function parseMe(body: unknown): string | undefined {
  const { id, userName } = fieldsOf(fieldsOf(body)['user']);
  // Two users without an id must not be taken for one.
  return text(id) || text(userName) || undefined;
}
