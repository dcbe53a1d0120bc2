import { Component, type ContextType, type ReactElement, type ReactNode } from 'react';
import { DesktopContext } from '../hooks/desktopContext.ts';
import { useCallRecording } from '../hooks/useCallRecording.ts';
import type { CallId } from '../model/call.ts';

interface WidgetBoundaryProps {
  /** The name of the part that can fail, for the diagnostic. */
  readonly name: string;
  /** What is shown in the place of the part that has failed. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/**
 * When something inside fails to render, this removes only that from the page and reports the error
 * to the host. Without a provider, the error goes on to the host, who has to put a provider there.
 */
export class WidgetBoundary extends Component<
  WidgetBoundaryProps,
  { readonly failure: { readonly cause: unknown } | undefined }
> {
  static override contextType: typeof DesktopContext = DesktopContext;
  // It is typed here like `contextType`, because React's types leave it unknown.
  declare readonly context: ContextType<typeof DesktopContext>;

  static getDerivedStateFromError(cause: unknown): { readonly failure: object } {
    return { failure: { cause } };
  }

  override readonly state: { readonly failure: { readonly cause: unknown } | undefined } = {
    failure: undefined,
  };

  override componentDidCatch(cause: unknown): void {
    this.context?.desktop.report({ code: 'widget-failed', widget: this.props.name, cause });
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    if (!this.context) throw failure.cause;
    return this.props.fallback;
  }
}

/**
 * Wraps the root of a widget. When something in the widget fails, such as a function in the host's
 * messages, the state of the recording is still shown. It is a function and not a component,
 * because each component costs every widget memory and time.
 */
export function withStateWhenFailed(
  name: string,
  callId: CallId,
  widget: ReactElement,
): ReactElement {
  return (
    <WidgetBoundary name={name} fallback={<StateAlone callId={callId} />}>
      {widget}
    </WidgetBoundary>
  );
}

/** Shows the state in the server's own word, because the messages may be what has failed. */
function StateAlone({ callId }: { readonly callId: CallId }): ReactElement {
  const { state, ended, callId: shownId = callId } = useCallRecording(callId);
  return (
    <div
      data-tallylight="recording-status"
      data-call-id={shownId}
      data-recording-state={state}
      data-call-ended={ended ? '' : undefined}
    >
      <div data-part="status" data-look="unknown">
        <span data-part="word">{state}</span>
      </div>
    </div>
  );
}
