'use client';

import {
  forwardRef,
  useContext,
  useEffect,
  useImperativeHandle,
  useRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { DesktopContext } from '../hooks/desktopContext.ts';
import { AgentDesktopError } from '../model/errors.ts';
import { mountPanel } from './mountPanel.tsx';

/** The props of `<RecordingDevtools>`: its own, and those of a `<div>`. */
export interface RecordingDevtoolsProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** The desktop to inspect. @defaultValue that of the `<AgentDesktopProvider>` around it */
  readonly desktop?: AgentDesktop | undefined;
}

/**
 * A panel for developers: how the connection is, messages and reads in their order and what each
 * changed, operations with their clocks, diagnostics, and which tab leads. _Copy as bug report_ copies
 * all of it without personal data. It is shown where you render it.
 *
 * Renders a `<div>` with a shadow root, so that its styles do not leak, and neither do those of the
 * page. It is in English only.
 *
 * @example <RecordingDevtools />
 */
export const RecordingDevtools: ForwardRefExoticComponent<
  RecordingDevtoolsProps & RefAttributes<HTMLDivElement>
> = forwardRef(function RecordingDevtools(
  { desktop: given, ...rest }: RecordingDevtoolsProps,
  ref,
) {
  const around = useContext(DesktopContext)?.desktop;
  const desktop = given ?? around;
  const host = useRef<HTMLDivElement>(null);
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => host.current, []);
  useEffect(
    () => (host.current && desktop ? mountPanel(host.current, desktop) : undefined),
    [desktop],
  );

  if (!desktop)
    throw new AgentDesktopError(
      'no-agent-desktop',
      'No agent desktop here, so the devtools have nothing to show. Render them inside <AgentDesktopProvider>, or give them the prop desktop.',
    );
  return <div data-tallylight="devtools" {...rest} ref={host} />;
});
