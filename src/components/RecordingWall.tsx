'use client';

import {
  Component,
  forwardRef,
  useCallback,
  useEffect,
  useRef,
  useState,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type ReactNode,
  type RefAttributes,
} from 'react';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';
import { useShown } from '../hooks/useShown.ts';
import { useWallKeeper } from '../hooks/useWallKeeper.ts';
import { checkOwnMessages } from '../i18n/hostWords.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import { wallEnglish } from '../i18n/wallEnglish.ts';
import type { WallMessages, WallWords } from '../i18n/wallWords.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { guardedDiagnostic } from '../model/hostCallback.ts';
import type { WallSource } from '../model/wallSource.ts';
import { CheckedMessages } from './CheckedMessages.tsx';
import { createLiveRegions, LiveRegions } from './LiveRegions.tsx';
import { watchWallSetup } from './providerSetup.ts';
import { WallFilters } from './WallFilters.tsx';
import { WallSummary } from './WallSummary.tsx';
import { WallTable } from './WallTable.tsx';

/** The props of `<RecordingWall>`: its own, and those of a `<div>`. */
export interface RecordingWallProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /**
   * Where the calls come from. Make it once, outside of rendering: the wall subscribes anew to each
   * new object.
   */
  readonly source: WallSource;
  /** The words, from `loadWallMessages`. @defaultValue English */
  readonly messages?: (BaseMessages & { readonly wall?: WallWords | undefined }) | undefined;
  /** How long a pause may be before it is counted and announced, in ms. @defaultValue 120000 */
  readonly longPause?: number | undefined;
  /** Is called with what a support desk should know: what could not be read, and what has failed. */
  readonly onDiagnostic?: OnDiagnostic | undefined;
}

/**
 * Shows supervisors the recordings of many agents' calls: first the longest pauses, then what is in
 * doubt, then the rest. It only shows. It needs no provider, and says no more than its source does:
 * what is not heard now is marked, with the time when it was last heard.
 *
 * The order does not change while the pointer or the focus is in the table. Renders a `<div>`:
 * - `data-phase`: `waiting`, `heard`, `silent` or `lost`, on `[data-part='source']`
 * - each `[data-part='row']` has `data-call-id`, `data-recording-state`, `data-look`, `data-stale`,
 *   `data-doubt`, `data-long-pause`
 *
 * @example <RecordingWall source={source} style={{ height: '100vh' }} />
 */
export const RecordingWall: ForwardRefExoticComponent<
  RecordingWallProps & RefAttributes<HTMLDivElement>
> = forwardRef(function RecordingWall({ messages: given, ...props }: RecordingWallProps, ref) {
  const { source, onDiagnostic } = props;
  const report = guardedDiagnostic(onDiagnostic);
  return (
    <WallBoundary
      onDiagnostic={onDiagnostic}
      // It is tried once more with the English words, because nothing of the host is in them.
      fallback={
        <WallBoundary onDiagnostic={onDiagnostic} fallback={null}>
          <Wall {...props} messages={wallEnglish} ref={ref} />
        </WallBoundary>
      }
    >
      <CheckedMessages
        given={given}
        on={source}
        check={(messages, on) => checkOwnMessages(messages, wallEnglish, on, report)}
      >
        {(messages) => <Wall {...props} messages={messages} ref={ref} />}
      </CheckedMessages>
    </WallBoundary>
  );
});

const defaultLongPause = 120_000;

const Wall = forwardRef<
  HTMLDivElement,
  Omit<RecordingWallProps, 'messages'> & { readonly messages: WallMessages }
>(function Wall({ source, messages, longPause, onDiagnostic, ...rest }, ref) {
  const keeper = useWallKeeper(source, onDiagnostic);
  const [regions] = useState(createLiveRegions);
  const { announce } = regions;
  const say = useCallback((text: string) => announce(text, 'polite'), [announce]);
  const shown = useShown<HTMLDivElement>();
  const report = useRef<OnDiagnostic>(() => undefined);
  // A host may give a new function at each render. The search for mistakes must not start again because
  // of that.
  useCommitEffect(() => {
    report.current = guardedDiagnostic(onDiagnostic);
  }, [onDiagnostic]);
  useEffect(() => {
    const tell: OnDiagnostic = (diagnostic) => {
      report.current(diagnostic);
    };
    return watchWallSetup(tell, shown.current?.parentElement ?? null);
  }, [shown]);
  // A host may have computed the number from anything.
  const limit = longPause !== undefined && longPause >= 0 ? longPause : defaultLongPause;
  const parts = { keeper, messages, words: messages.wall, longPause: limit };
  return (
    <div
      lang={messages.locale}
      dir={messages.dir}
      data-tallylight="recording-wall"
      {...rest}
      ref={ref}
    >
      <div data-part="top" ref={shown}>
        <WallSummary {...parts} say={say} />
        <WallFilters {...parts} />
      </div>
      <WallTable {...parts} />
      <LiveRegions {...regions} lang={messages.locale} dir={messages.dir} />
    </div>
  );
});

interface WallBoundaryProps {
  readonly onDiagnostic: OnDiagnostic | undefined;
  /** What is shown in the place of the content that has failed. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** The same as `WidgetBoundary`, for a widget without a provider. */
class WallBoundary extends Component<
  WallBoundaryProps,
  { readonly phase: 'rendering' | 'failed' }
> {
  static getDerivedStateFromError(): { readonly phase: 'failed' } {
    return { phase: 'failed' };
  }

  override readonly state: { readonly phase: 'rendering' | 'failed' } = { phase: 'rendering' };

  override componentDidCatch(cause: unknown): void {
    guardedDiagnostic(this.props.onDiagnostic)({
      code: 'widget-failed',
      widget: 'RecordingWall',
      cause,
    });
  }

  override render(): ReactNode {
    return this.state.phase === 'failed' ? this.props.fallback : this.props.children;
  }
}
