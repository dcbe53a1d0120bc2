import type { JSX } from 'react';
import { describe, expectTypeOf, it } from 'vitest';
import type { AgentDesktop, AgentDesktopErrorCode } from '../index.ts';
import type {
  FrameMessage,
  RecordingControlsElement,
  RecordingElement,
  RecordingStatusElement,
} from './index.ts';

// What a host's compiler promises of `tallylight/element`. The suite "types" reads this.

describe('the tags', () => {
  it('are known to the DOM', () => {
    expectTypeOf<
      HTMLElementTagNameMap['tallylight-recording-controls']
    >().toEqualTypeOf<RecordingControlsElement>();
    expectTypeOf<
      HTMLElementTagNameMap['tallylight-recording-status']
    >().toEqualTypeOf<RecordingStatusElement>();
    expectTypeOf<RecordingControlsElement>().toExtend<HTMLElement>();
  });

  it('have attributes as properties, and what attributes cannot say', () => {
    expectTypeOf<RecordingElement>().toHaveProperty('callId').toEqualTypeOf<string>();
    expectTypeOf<RecordingElement>().toHaveProperty('callLabel').toEqualTypeOf<string | null>();
    // While a framework waits for a call.
    const clear = (element: RecordingElement): void => {
      element.callId = undefined;
      element.callLabel = null;
    };
    expectTypeOf(clear).returns.toBeVoid();
    expectTypeOf<RecordingElement>()
      .toHaveProperty('desktop')
      .toEqualTypeOf<AgentDesktop | undefined>();
    // @ts-expect-error: headers are asked for, so that they can be asked for again
    expectTypeOf<{ Authorization: string }>().toExtend<RecordingElement['headers']>();
  });

  it('are known to JSX, which asks for a call', () => {
    type Props = JSX.IntrinsicElements['tallylight-recording-controls'];
    expectTypeOf<{ 'call-id': string; className: string }>().toExtend<Props>();
    expectTypeOf<{ 'call-id': string; 'data-theme': 'dark' }>().toExtend<Props>();
    // @ts-expect-error: of which call?
    expectTypeOf<{ 'base-url': string }>().toExtend<Props>();
    // @ts-expect-error: there are two themes
    expectTypeOf<{ 'call-id': string; 'data-theme': 'sepia' }>().toExtend<Props>();
    expectTypeOf<JSX.IntrinsicElements>().toHaveProperty('tallylight-recording-status');
  });
});

describe('what the elements tell', () => {
  it('arrives typed, on the element and wherever it bubbles to', () => {
    type Told = HTMLElementEventMap['tallylight-operation']['detail'];
    expectTypeOf<Told['status']>().toEqualTypeOf<
      'requested' | 'accepted' | 'confirmed' | 'superseded' | 'rejected' | 'unconfirmed' | 'ended'
    >();
    expectTypeOf<
      HTMLElementEventMap['tallylight-error']['detail']['error']['code']
    >().toEqualTypeOf<AgentDesktopErrorCode>();
    expectTypeOf<HTMLElementEventMap>().toHaveProperty('tallylight-recordingchange');
    expectTypeOf<DocumentEventMap>().toHaveProperty('tallylight-error');
  });

  it('leaves a frame as one of four messages, with codes and no errors', () => {
    expectTypeOf<FrameMessage['type']>().toEqualTypeOf<'ready' | 'state' | 'operation' | 'error'>();
    expectTypeOf<Extract<FrameMessage, { type: 'error' }>>().not.toHaveProperty('error');
    expectTypeOf<FrameMessage['tallylight']>().toEqualTypeOf<1>();
  });
});
