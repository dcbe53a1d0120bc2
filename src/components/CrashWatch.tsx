import { Component, type ReactNode } from 'react';

export interface CrashWatchProps {
  /** Is called before anything is removed from the page. */
  readonly onCrash: () => void;
  readonly children?: ReactNode | undefined;
}

/**
 * Reports that something inside has crashed, and throws the error again for the host's own error
 * boundary. React may repeat a render that failed, and a repetition that succeeds must not count as a
 * crash. So this component first renders nothing. When React has committed that, the crash is certain,
 * and the error is thrown again.
 */
export class CrashWatch extends Component<CrashWatchProps, CrashState> {
  override state: CrashState = { phase: 'running' };

  static getDerivedStateFromError(error: unknown): CrashState {
    return { phase: 'crashed', error };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onCrash();
    this.setState({ phase: 'rethrowing', error });
  }

  override render(): ReactNode {
    const { state } = this;
    if (state.phase === 'rethrowing') throw state.error;
    return state.phase === 'crashed' ? null : this.props.children;
  }
}

type CrashState =
  | { readonly phase: 'running' }
  | { readonly phase: 'crashed' | 'rethrowing'; readonly error: unknown };
