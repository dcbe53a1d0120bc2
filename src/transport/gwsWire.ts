import { gws } from '../protocol/gws.ts';
import { parseMe } from '../protocol/parseMe.ts';
import { createCometdWire, type CometdWireOptions } from './cometdWire.ts';
import { createGwsRest } from './gwsRest.ts';
import type { Wire } from './wire.ts';

/**
 * The wire to Genesys Web Services, API v2.
 *
 * @throws AgentDesktopError `invalid-option` when an option cannot work
 * @see "Web Services API Reference"
 */
export function createGwsWire(options: CometdWireOptions): Wire {
  return createCometdWire(options, {
    channel: '/v2/me/calls',
    notificationsPath: '/api/v2/notifications',
    createRest: createGwsRest,
    parseMe,
    protocol: gws,
  });
}
