import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import { bugReport } from './bugReport.ts';
import type { TabCount } from './countTabs.ts';
import type { InspectionLog } from './inspectionLog.ts';

/** The result of the last press of the button. */
type Copying =
  | { readonly state: 'not-asked' }
  | { readonly state: 'copied' | 'refused'; readonly report: string };

const statusTexts: Readonly<Record<Copying['state'], string>> = {
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
  const [copying, setCopying] = useState<Copying>({ state: 'not-asked' });
  const text = useRef<HTMLTextAreaElement>(null);
  const label = useId();

  useEffect(() => {
    if (copying.state === 'refused') text.current?.select();
  }, [copying]);

  const copy = async (): Promise<void> => {
    const report = bugReport(log, { tabs, userAgent: navigator.userAgent });
    try {
      // An old browser, or a page without https, has no clipboard.
      await navigator.clipboard.writeText(report);
      setCopying({ state: 'copied', report });
    } catch {
      setCopying({ state: 'refused', report });
    }
  };

  return (
    <div data-part="report">
      <button type="button" onClick={() => void copy()}>
        Copy as bug report
      </button>
      <output>{statusTexts[copying.state]}</output>
      <p data-part="none">
        Without numbers and names of callers, headers, addresses, or any text of the server.
        Indented text in grey stays on this screen.
      </p>
      {copying.state !== 'not-asked' && (
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
