import { useId, type ReactElement } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { useReadable } from '../hooks/useReadable.ts';
import { CallsView } from './CallsView.tsx';
import { CopyReport } from './CopyReport.tsx';
import { EventsView } from './EventsView.tsx';
import { inspectionLogOf } from './keepInspectionLog.ts';
import { StateView } from './StateView.tsx';
import { OperationsView } from './OperationsView.tsx';
import { useTabCount } from './useTabCount.ts';

/** All that the devtools show of a desktop. It is for developers, so it is in English only. */
export function DevtoolsPanel({ desktop }: { readonly desktop: AgentDesktop }): ReactElement {
  const log = useReadable(inspectionLogOf(desktop));
  const tabs = useTabCount();
  const title = useId();
  return (
    <section data-part="panel" aria-labelledby={title} lang="en" dir="ltr">
      <h3 id={title}>Tallylight devtools</h3>
      <CopyReport log={log} tabs={tabs} />
      <StateView log={log} tabs={tabs} />
      <OperationsView log={log} />
      <CallsView calls={log.calls} />
      <EventsView log={log} />
    </section>
  );
}
