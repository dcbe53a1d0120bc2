import { lazy, Suspense, useState, type ReactElement } from 'react';
import type { AgentDesktop } from '../index.ts';
import { useWords } from './words/useWords.ts';

// The devtools are a file of their own, which the page loads beside its others.
const loadDevtools = () => import('../devtools/index.ts');

const RecordingDevtools = lazy(async () => {
  const devtools = await loadDevtools();
  return { default: devtools.RecordingDevtools };
});

/** Writes down what the desktop does, so that the panel also shows what happened before it was opened. */
export async function keepLog(desktop: AgentDesktop): Promise<void> {
  const devtools = await loadDevtools();
  devtools.keepInspectionLog(desktop);
}

/** The devtools of the library. On a narrow screen they are closed at first. */
export function Devtools(): ReactElement {
  const { title } = useWords().devtools;
  const [isOpen, setOpen] = useState(() => matchMedia('(min-width: 1000px)').matches);
  return (
    <details
      className="devtools"
      open={isOpen}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>
        <h3>{title}</h3>
      </summary>
      {isOpen && (
        <Suspense fallback={null}>
          <RecordingDevtools />
        </Suspense>
      )}
    </details>
  );
}
