import { createElement } from 'react';
import { RecordingControls } from '../components/RecordingControls.tsx';
import { RecordingStatus } from '../components/RecordingStatus.tsx';
import { callContent, labelOf } from './callContent.tsx';
import { setContent } from './elementContent.ts';
import { define } from './pageElement.ts';
import { RecordingElement } from './RecordingElement.ts';

/**
 * A call's recording controls, without React.
 *
 * @example
 * <script type="module" src="/tallylight/element/index.js"></script>
 * <tallylight-recording-controls call-id="…" base-url="https://gws.example"></tallylight-recording-controls>
 */
export class RecordingControlsElement extends RecordingElement {
  constructor() {
    super();
    setContent(
      this,
      callContent(this, (props) =>
        createElement(RecordingControls, { ...props, ...labelOf(this) }),
      ),
    );
  }
}

/**
 * What the server says about a call's recording, without buttons.
 *
 * @example <tallylight-recording-status call-id="…"></tallylight-recording-status>
 */
export class RecordingStatusElement extends RecordingElement {
  constructor() {
    super();
    setContent(
      this,
      callContent(this, (props) => createElement(RecordingStatus, props)),
    );
  }
}

define('tallylight-recording-controls', RecordingControlsElement);
define('tallylight-recording-status', RecordingStatusElement);
