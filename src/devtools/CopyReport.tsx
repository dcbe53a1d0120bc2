import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import { bugReport } from './bugReport.ts';
import type { TabCount } from './countTabs.ts';
import type { InspectionLog } from './inspectionLog.ts';

/** What has become of the last press of the button. */
type Copying =
  | { readonly is: 'not-asked' }
  | { readonly is: 'copied' | 'refused'; readonly report: string };

const said: Readonly<Record<Copying['is'], string>> = {
  'not-asked': '',
  copied: 'Copied. Read it before you pass it on.',
  refused:
    'The browser did not let this page copy. The report is selected: copy it with the keyboard.',
};

/** The button that copies the report. What was copied is shown, so that it can be read before. */
export function CopyReport({
  log,
  tabs,
}: {
  readonly log: InspectionLog;
  readonly tabs: TabCount;
}): ReactElement {
  const [copying, setCopying] = useState<Copying>({ is: 'not-asked' });
  const text = useRef<HTMLTextAreaElement>(null);
  const label = useId();

  useEffect(() => {
    if (copying.is === 'refused') text.current?.select();
  }, [copying]);

  const copy = async (): Promise<void> => {
    const report = bugReport(log, { tabs, userAgent: navigator.userAgent });
    try {
      // An old browser, or a page without https, has no clipboard.
      await navigator.clipboard.writeText(report);
      setCopying({ is: 'copied', report });
    } catch {
      setCopying({ is: 'refused', report });
    }
  };

  return (
    <div data-part="report">
      <button type="button" onClick={() => void copy()}>
        Copy as bug report
      </button>
      <output>{said[copying.is]}</output>
      <p data-part="none">
        Without numbers and names of callers, headers, addresses, or any text of the server.
        Indented text in grey stays on this screen.
      </p>
      {copying.is !== 'not-asked' && (
        <>
          <label id={label} htmlFor={`${label}text`}>
            The report
          </label>
          <textarea id={`${label}text`} ref={text} readOnly rows={8} value={copying.report} />
        </>
      )}
    </div>
  );
}
