// The entry point `tallylight/element/connection-status`: whether messages of the server arrive. Importing
// it defines the element.
import { createElement } from 'react';
import { ConnectionStatus } from '../components/ConnectionStatus.tsx';
import type { ConnectionState } from '../model/connection.ts';
import css from '../styles/connection.css?inline';
import { DesktopElement } from './DesktopElement.ts';
import { setContent } from './elementContent.ts';
import type { ConnectionChangeDetail } from './events.ts';
import { define } from './pageElement.ts';

export type { ConnectionChangeDetail };

/**
 * Shows whether messages of the server arrive, and if not, for how long.
 *
 * - Attributes: those of `DesktopElement`. On the element for your styles: `data-connection`, which is
 *   `idle`, `connecting`, `live`, `lost`, `signed-out`, or `closed`.
 * - Event: `tallylight-connectionchange`.
 * - Parts: `root`, `dot`, `word`, `time`, `remedy`.
 *
 * @example <tallylight-connection-status></tallylight-connection-status>
 */
export class ConnectionStatusElement extends DesktopElement {
  constructor() {
    super();
    const show = ({ phase }: ConnectionState): void => {
      this.setAttribute('data-connection', phase);
    };
    setContent(this, {
      subject: () => 'connection',
      render: (looks) => createElement(ConnectionStatus, looks),
      watch: ({ connection }, dispatch) => {
        show(connection.getState());
        const stop = connection.subscribe((after, before) => {
          show(after);
          if (after.phase !== before.phase)
            dispatch('tallylight-connectionchange', { from: before.phase, to: after.phase });
        });
        return () => {
          stop();
          this.removeAttribute('data-connection');
        };
      },
      css,
    });
  }
}

define('tallylight-connection-status', ConnectionStatusElement);

declare global {
  interface HTMLElementTagNameMap {
    'tallylight-connection-status': ConnectionStatusElement;
  }
}
