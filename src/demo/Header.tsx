import type { ReactElement, ReactNode } from 'react';
import { ConnectionStatus } from '../index.ts';
import { ThemeSwitch } from './ThemeSwitch.tsx';

/** @param userName undefined while nobody has signed in: then there is no connection to show */
export function Header({
  userName,
  children,
}: {
  readonly userName: string | undefined;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <header className="page-header">
      <h1>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="5" />
        </svg>
        Tallylight
      </h1>
      {userName !== undefined && (
        <>
          <p className="agent">
            <span className="quiet">Signed in as</span> {userName}
          </p>
          <ConnectionStatus />
        </>
      )}
      {children}
      <ThemeSwitch />
    </header>
  );
}
