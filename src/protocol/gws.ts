import { parseCallsAnswer } from './parseAnswer.ts';
import { parseNotification } from './parseNotification.ts';
import type { Protocol } from './protocol.ts';

/** Genesys Web Services, API v2. */
export const gws: Protocol = { parseNotification, parseCallsAnswer };
