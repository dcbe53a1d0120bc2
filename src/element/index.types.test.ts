import type { JSX } from 'react';
import { describe, expectTypeOf, it } from 'vitest';
import type { AgentDesktop, AgentDesktopErrorCode, CallOrder, RecordingBlock } from '../index.ts';
import type {
  FrameMessage,
  RecordingControlsElement,
  RecordingElement,
  RecordingStatusElement,
} from './index.ts';

// What a host's compiler accepts and rejects of `tallylight/element`. The suite "types" checks this.

describe('the tags', () => {
  it('are known to the DOM', () => {
    expectTypeOf<
      HTMLElementTagNameMap['tallylight-recording-controls']
    >().toEqualTypeOf<RecordingControlsElement>();
    expectTypeOf<
      HTMLElementTagNameMap['tallylight-recording-status']
    >().toEqualTypeOf<RecordingStatusElement>();
    expectTypeOf<RecordingControlsElement>().toExtend<HTMLElement>();
    expectTypeOf<HTMLElementTagNameMap['tallylight-sensitive-section']['block']>().toEqualTypeOf<
      RecordingBlock | undefined
    >();
    expectTypeOf<
      HTMLElementTagNameMap['tallylight-pause-limit']['limit']
    >().toEqualTypeOf<number>();
    expectTypeOf<
      HTMLElementTagNameMap['tallylight-call-list']['order']
    >().toEqualTypeOf<CallOrder>();
    expectTypeOf<HTMLElementTagNameMap>().toHaveProperty('tallylight-connection-status');
    expectTypeOf<HTMLElementTagNameMap>().toHaveProperty('tallylight-recording-timeline');
    expectTypeOf<HTMLElementTagNameMap>().toHaveProperty('tallylight-recording-toolbar');
  });

  it('have properties for their attributes, and for values that no attribute can hold', () => {
    expectTypeOf<RecordingElement>().toHaveProperty('callId').toEqualTypeOf<string>();
    expectTypeOf<RecordingElement>().toHaveProperty('callLabel').toEqualTypeOf<string | null>();
    // A framework does this while it waits for a call.
    const clear = (element: RecordingElement): void => {
      element.callId = undefined;
      element.callLabel = null;
    };
    expectTypeOf(clear).returns.toBeVoid();
    expectTypeOf<RecordingElement>()
      .toHaveProperty('desktop')
      .toEqualTypeOf<AgentDesktop | undefined>();
    // @ts-expect-error: headers are a function, so that it can be called again
    expectTypeOf<{ Authorization: string }>().toExtend<RecordingElement['headers']>();
  });

  it('are known to JSX, which requires a call-id', () => {
    type Props = JSX.IntrinsicElements['tallylight-recording-controls'];
    expectTypeOf<{ 'call-id': string; className: string }>().toExtend<Props>();
    expectTypeOf<{ 'call-id': string; 'data-theme': 'dark' }>().toExtend<Props>();
    // @ts-expect-error: call-id is missing
    expectTypeOf<{ 'base-url': string }>().toExtend<Props>();
    // @ts-expect-error: the themes are light and dark
    expectTypeOf<{ 'call-id': string; 'data-theme': 'sepia' }>().toExtend<Props>();
    expectTypeOf<JSX.IntrinsicElements>().toHaveProperty('tallylight-recording-status');
    expectTypeOf<JSX.IntrinsicElements>().toHaveProperty('tallylight-sensitive-section');
    expectTypeOf<JSX.IntrinsicElements>().toHaveProperty('tallylight-call-list');
    type LimitProps = JSX.IntrinsicElements['tallylight-pause-limit'];
    expectTypeOf<{
      'call-id': string;
      limit: number;
      'at-limit': 'resume';
    }>().toExtend<LimitProps>();
    // @ts-expect-error: limit is missing
    expectTypeOf<{ 'call-id': string }>().toExtend<LimitProps>();
  });
});

describe('the events of the elements', () => {
  it('have types on the element and on every target that they bubble to', () => {
    type Told = HTMLElementEventMap['tallylight-operation']['detail'];
    expectTypeOf<Told['status']>().toEqualTypeOf<
      'requested' | 'accepted' | 'confirmed' | 'superseded' | 'rejected' | 'unconfirmed' | 'ended'
    >();
    expectTypeOf<
      HTMLElementEventMap['tallylight-error']['detail']['error']['code']
    >().toEqualTypeOf<AgentDesktopErrorCode>();
    expectTypeOf<HTMLElementEventMap>().toHaveProperty('tallylight-recordingchange');
    expectTypeOf<DocumentEventMap>().toHaveProperty('tallylight-error');
    expectTypeOf<HTMLElementEventMap['tallylight-blockchange']['detail']['block']>().toEqualTypeOf<
      RecordingBlock | undefined
    >();
    expectTypeOf<
      HTMLElementEventMap['tallylight-pausewarning']['detail']['warning']
    >().toEqualTypeOf<'close-to-limit' | 'none'>();
  });

  it('leave a frame as one of five messages, with codes instead of error objects', () => {
    expectTypeOf<FrameMessage['type']>().toEqualTypeOf<
      'ready' | 'state' | 'operation' | 'refused' | 'error'
    >();
    expectTypeOf<Extract<FrameMessage, { type: 'error' }>>().not.toHaveProperty('error');
    expectTypeOf<FrameMessage['tallylight']>().toEqualTypeOf<1>();
  });
});
