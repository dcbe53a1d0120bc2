import { createElement, useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { AgentDesktopProvider, SensitiveSection } from '../../src/index.ts';
import { createSimulatedDesktop, simulatedCall } from '../../src/testing/index.ts';

// A payment form as hosts build them: a part of it is in a dialog elsewhere in the page (through a
// portal), a part is in shadow trees, and there are frames of a payment provider. The page collects
// every event that its own code gets from a field, so that a test can tell which input came
// through.
const { desktop, simulation } = createSimulatedDesktop({
  calls: [simulatedCall({ id: 'c1', recordingState: 'Paused' })],
});
const received: string[] = [];
const state: Record<string, string> = {};
Object.assign(window, { simulation, received, state });

/** A field that React controls. */
function Controlled({ name }: { readonly name: string }): ReactElement {
  const [value, setValue] = useState('');
  useEffect(() => {
    state[name] = value;
  }, [name, value]);
  return (
    <input
      id={name}
      value={value}
      ref={listen}
      onChange={(event) => setValue(event.target.value)}
      onInput={() => received.push(`${name} react input`)}
      onCompositionEnd={() => received.push(`${name} react compositionend`)}
    />
  );
}

function Fields({ prefix }: { readonly prefix: string }): ReactElement {
  const [isAgreed, setAgreed] = useState(false);
  const [brand, setBrand] = useState('none');
  useEffect(() => {
    state[`${prefix}-agreed`] = String(isAgreed);
    state[`${prefix}-brand`] = brand;
  }, [prefix, isAgreed, brand]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        received.push(`${prefix} submitted`);
      }}
      onReset={() => received.push(`${prefix} reset`)}
      id={`${prefix}-form`}
    >
      <Controlled name={`${prefix}-card`} />
      <input id={`${prefix}-free`} ref={listen} />
      <textarea id={`${prefix}-note`} ref={listen} />
      <input
        id={`${prefix}-agreed`}
        type="checkbox"
        checked={isAgreed}
        onChange={(event) => setAgreed(event.target.checked)}
        ref={listen}
      />
      <input
        type="radio"
        id={`${prefix}-visa`}
        name={`${prefix}-kind`}
        defaultChecked
        ref={listen}
      />
      <input type="radio" id={`${prefix}-other`} name={`${prefix}-kind`} ref={listen} />
      <select
        id={`${prefix}-brand`}
        value={brand}
        onChange={(event) => setBrand(event.target.value)}
        ref={listen}
      >
        <option>none</option>
        <option>visa</option>
      </select>
      <div id={`${prefix}-rich`} contentEditable suppressContentEditableWarning ref={listen}>
        one
      </div>
      <button id={`${prefix}-send`} type="submit">
        Send
      </button>
    </form>
  );
}

/**
 * Listens as libraries do that know nothing of React: input masks, validators, and card readers.
 */
function listen(element: Element | null): void {
  for (const type of [
    'keydown',
    'beforeinput',
    'input',
    'change',
    'paste',
    'drop',
    'compositionend',
  ])
    element?.addEventListener(type, () => received.push(`${element.id} ${type}`));
}

/** A form control of the host, with its field in a shadow tree. */
class CardField extends HTMLElement {
  connectedCallback(): void {
    const isOpen = this.id.includes('open');
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: isOpen ? 'open' : 'closed' });
    const input = document.createElement('input');
    listen(Object.assign(input, { id: `${this.id}-input` }));
    shadow.replaceChildren(input);
    if (!isOpen) Object.assign(this, { closedField: input });
  }
}
customElements.define('card-field', CardField);

function InElement({ id }: { readonly id: string }): ReactNode {
  return createElement('card-field', { id });
}

const place = (parent: Node): HTMLElement => parent.appendChild(document.createElement('div'));
const dialog = place(document.body);
const shadowOf = place(document.body).attachShadow({ mode: 'open' });
Object.assign(window, { shadowOf });
const hosted = '<input id=hosted>';

createRoot(place(document.body)).render(
  <AgentDesktopProvider desktop={desktop} pauseReminder={false}>
    <form
      id="around"
      onSubmit={(event) => {
        event.preventDefault();
        received.push('around submitted');
      }}
    >
      <input id="notes" />
      <button type="submit">Save</button>
      <SensitiveSection callId="c1">
        <input id="in-around" name="card" />
        <iframe id="frame-inside" title="Inside" sandbox="allow-scripts" srcDoc={hosted} />
        <InElement id="inside-open" />
        <InElement id="inside-closed" />
        {createPortal(
          <>
            <Fields prefix="portal" />
            <InElement id="portal-open" />
            <iframe id="frame-portal" title="In a portal" sandbox="allow-scripts" srcDoc={hosted} />
          </>,
          dialog,
        )}
        {createPortal(<Controlled name="shadowed" />, shadowOf)}
      </SensitiveSection>
    </form>
    <SensitiveSection callId="c1">
      <Fields prefix="inside" />
    </SensitiveSection>
  </AgentDesktopProvider>,
);
