import { createRoot } from 'react-dom/client';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { styleSheetOf } from '../client/styleSheet.ts';
import css from './devtools.css?inline';
import { DevtoolsPanel } from './DevtoolsPanel.tsx';
import { keepInspectionLog } from './keepInspectionLog.ts';

/**
 * Shows the panel in a shadow root of this element. It is a React root of its own. So an error of the
 * panel cannot take the page down, and the page gets each event from the panel only once, which a
 * portal into a shadow root would not ensure.
 *
 * @returns a function that takes it away
 */
export function mountPanel(host: HTMLElement, desktop: AgentDesktop): () => void {
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  // A strict Content-Security-Policy allows a constructed sheet.
  const sheet = styleSheetOf(host.ownerDocument, css);
  if (sheet) shadow.adoptedStyleSheets = [sheet];
  const container = host.ownerDocument.createElement('div');
  shadow.append(container);
  const stopLog = keepInspectionLog(desktop);
  const root = createRoot(container);
  root.render(<DevtoolsPanel desktop={desktop} />);
  return () => {
    stopLog();
    container.remove();
    // React refuses to unmount a root while it commits another one.
    queueMicrotask(() => {
      root.unmount();
    });
  };
}
