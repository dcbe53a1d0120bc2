import { Fragment, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useRecordingStatus } from '../hooks/useRecordingStatus.ts';
import type { CallId } from '../model/call.ts';
import type { ElementContent, Looks } from './elementContent.ts';
import { dispatchCallEvents, dispatchConnectionEvents } from './events.ts';
import type { RecordingElement } from './RecordingElement.ts';

/** What the widget of a call is given. */
export type CallWidgetProps = Looks & { readonly callId: CallId };

/** The label for a widget that names the call. It is empty when the element has no `call-label`. */
export function labelOf({ callLabel }: RecordingElement): { readonly callLabel?: string } {
  return callLabel === null ? {} : { callLabel };
}

interface CallContentOptions extends Partial<ElementContent> {
  /**
   * Whether the element itself gets the language of the words. It must not get it where it contains
   * content of the page, because that has the language of the page. @defaultValue 'on-element'
   */
  readonly language?: 'on-element' | 'on-parts-only';
}

/** The content of an element about one call: a widget, the call's state on the element, its events. */
export function callContent(
  element: RecordingElement,
  renderWidget: (props: CallWidgetProps) => ReactNode,
  { language = 'on-element', ...more }: CallContentOptions = {},
): ElementContent {
  return {
    subject: () => element.callId || undefined,
    render: (looks) => (
      <Fragment>
        <StateOf element={element} callId={element.callId} language={language} />
        {renderWidget({ callId: element.callId, ...looks })}
      </Fragment>
    ),
    watch: (desktop, dispatch) => {
      const stopCall = dispatchCallEvents(desktop, element.callId, dispatch);
      const stopConnection = dispatchConnectionEvents(desktop, element.callId, dispatch);
      return () => {
        stopCall();
        stopConnection();
      };
    },
    ...more,
  };
}

/**
 * Copies the attributes of the state to the element itself, because the `::part` rules of a page cannot
 * depend on an attribute inside of the shadow root.
 */
function StateOf({
  element,
  callId,
  language,
}: {
  readonly element: HTMLElement;
  readonly callId: CallId;
  readonly language: CallContentOptions['language'];
}): null {
  const { attributes } = useRecordingStatus(callId);
  const copied = Object.entries(attributes).filter(
    ([name]) => language === 'on-element' || name.startsWith('data-'),
  );
  useLayoutEffect(() => {
    for (const [name, value] of copied) {
      if (value === undefined) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  });
  const names = useRef(copied.map(([name]) => name));
  useLayoutEffect(
    () => () => {
      for (const name of names.current) element.removeAttribute(name);
    },
    [element],
  );
  return null;
}
