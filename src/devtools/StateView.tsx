import type { ReactElement } from 'react';
import { describeConnection } from './describeConnection.ts';
import { describeTab } from './describeTab.ts';
import { describeTabCount, type TabCount } from './countTabs.ts';
import type { InspectionLog } from './inspectionLog.ts';
import { Part } from './Part.tsx';

/** How the connection and the tabs are now. */
export function StateView({
  log: { connection, link, tab },
  tabs,
}: {
  readonly log: InspectionLog;
  readonly tabs: TabCount;
}): ReactElement {
  return (
    <Part title="Now">
      <dl>
        <dt>Connection</dt>
        <dd data-phase={connection.phase}>{describeConnection(connection)}</dd>
        <dt>Notification link</dt>
        <dd>{link ?? 'unknown'}</dd>
        <dt>This tab</dt>
        <dd>{describeTab(tab)}</dd>
        <dt>Tabs that share a link</dt>
        <dd>{describeTabCount(tabs)}</dd>
      </dl>
    </Part>
  );
}
