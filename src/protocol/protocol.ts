import type { ParsedCallsAnswer } from './parseAnswer.ts';
import type { ParsedNotification } from './parseNotification.ts';

/**
 * How one server's words become this library's: the part of an adapter that trusts nothing. Both
 * take whatever came and never throw; what they refuse changes nothing that is known.
 */
export interface Protocol {
  /** Reads a message of the notification channel. */
  readonly parseNotification: (message: unknown) => ParsedNotification;
  /**
   * Reads the answer to a read, of all calls or of one. What is neither must be refused: a complete
   * list without calls would end every call.
   */
  readonly parseCallsAnswer: (answer: unknown) => ParsedCallsAnswer;
}
