// The entry point `tallylight/element/recording-timeline`: a picture of what of a call was recorded.
// Importing it defines the element.
import { createElement } from 'react';
import { RecordingTimeline } from '../components/RecordingTimeline.tsx';
import css from '../styles/timeline.css?inline';
import { callContent, labelOf } from './callContent.tsx';
import { setContent } from './elementContent.ts';
import { define } from './pageElement.ts';
import { RecordingElement } from './RecordingElement.ts';

/**
 * Shows what of a call was recorded, paused, not recorded, or is not known to this page.
 *
 * - Attributes and events: those of `RecordingElement`.
 * - Parts: `root`, `bar`, `scale`, `caption`, `word`, `time`, `legend`, `swatch`, `times`.
 *
 * @example <tallylight-recording-timeline call-id="…"></tallylight-recording-timeline>
 */
export class RecordingTimelineElement extends RecordingElement {
  constructor() {
    super();
    setContent(
      this,
      callContent(
        this,
        (props) => createElement(RecordingTimeline, { ...props, ...labelOf(this) }),
        { css },
      ),
    );
  }
}

define('tallylight-recording-timeline', RecordingTimelineElement);

declare global {
  interface HTMLElementTagNameMap {
    'tallylight-recording-timeline': RecordingTimelineElement;
  }
}
