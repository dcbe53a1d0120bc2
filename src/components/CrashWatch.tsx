import { Component, type ReactNode } from 'react';

export interface CrashWatchProps {
  /** Is called before anything is removed from the page. */
  readonly onCrash: () => void;
  readonly children?: ReactNode | undefined;
}

/**
 * Reports that something inside has crashed, and throws the error again for the host's own error
 * boundary. It first renders nothing, so that React commits the crash, and throws only after that.
 * A render that React repeats with success must not count as a crash.
 */
export class CrashWatch extends Component<CrashWatchProps, CrashState> {
  override state: CrashState = { phase: 'running' };

  static getDerivedStateFromError(error: unknown): CrashState {
    return { phase: 'crashed', error };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onCrash();
    this.setState({ phase: 'handing-on', error });
  }

  override render(): ReactNode {
    const { state } = this;
    if (state.phase === 'handing-on') throw state.error;
    return state.phase === 'crashed' ? null : this.props.children;
  }
}

type CrashState =
  | { readonly phase: 'running' }
  | { readonly phase: 'crashed' | 'handing-on'; readonly error: unknown };
