import type { ParsedCallsAnswer } from './parseAnswer.ts';
import type { ParsedNotification } from './parseNotification.ts';

/**
 * Turns the messages and answers of one server into the types of this library. Both functions
 * accept any value and never throw. When they refuse something, nothing that is known changes.
 */
export interface Protocol {
  /** Reads a message of the notification channel. */
  readonly parseNotification: (message: unknown) => ParsedNotification;
  /**
   * Reads the answer to a read of all calls or of one call. Anything else must be refused, because
   * a complete list without calls would end every call.
   */
  readonly parseCallsAnswer: (answer: unknown) => ParsedCallsAnswer;
}
