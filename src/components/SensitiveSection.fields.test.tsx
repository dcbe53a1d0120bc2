import { fireEvent, screen } from '@testing-library/react';
import { createRef, useState, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { renderDesktop, type RenderedDesktop } from '../doubles/renderDesktop.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

// What reaches the fields in real browsers is tested in e2e/sensitiveFields.spec.ts. The tests here
// find out which value is put back and whose value it is, which those tests cannot see.

let dialog: HTMLElement;
beforeEach(() => {
  dialog = document.body.appendChild(document.createElement('div'));
});
afterEach(() => dialog.remove());

const received = vi.fn();

/** A field that React controls. The value that the host has is shown beside it. */
function Card({ setter }: { readonly setter?: { set?: (card: string) => void } }): ReactElement {
  const [card, setCard] = useState('');
  if (setter) Object.assign(setter, { set: setCard });
  return (
    <>
      <input
        aria-label="Card"
        value={card}
        onChange={(event) => {
          received('change');
          setCard(event.target.value);
        }}
      />
      <output>{card}</output>
    </>
  );
}

async function blocked(children: ReactNode): Promise<RenderedDesktop> {
  received.mockClear();
  const rendered = await renderDesktop(
    <SensitiveSection callId="c1">{children}</SensitiveSection>,
    {
      calls: [simulatedCall({ id: 'c1', recordingState: 'Paused' })],
    },
  );
  await rendered.pass(5);
  return rendered;
}
async function block({ meanwhile, simulation }: RenderedDesktop): Promise<void> {
  await meanwhile(() => simulation.supervisor('ResumeCallRecording', 'c1'));
  expect(document.querySelector('[data-blocked]')).not.toBeNull();
}
async function unblock({ meanwhile, pass, simulation }: RenderedDesktop): Promise<void> {
  await pass(1_000);
  await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
  await pass(2_000);
  expect(document.querySelector('[data-blocked]')).toBeNull();
}

/** Fills a field as password managers do, without the property that React watches. */
function fill(field: HTMLElement, value: string, type = 'input'): void {
  const prototype: unknown = Object.getPrototypeOf(field);
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event(type, { bubbles: true }));
}

function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

describe.each([
  ['in the section', (children: ReactNode) => children],
  ['in a portal', (children: ReactNode) => createPortal(children, dialog)],
])('a field %s that is filled in while it is blocked', (_, place) => {
  it('keeps its value, and the host keeps its own', async () => {
    const fixture = await blocked(place(<Card />));
    fireEvent.change(find('input'), { target: { value: '41' } });
    expect(received).toHaveBeenCalledOnce();
    await block(fixture);
    for (const type of ['input', 'change']) {
      fill(find('input'), '4111', type);
      expect(find('input')).toHaveProperty('value', '41');
    }
    await unblock(fixture);
    expect(received).toHaveBeenCalledOnce();
    expect(find('output').textContent).toBe('41');
    fireEvent.change(find('input'), { target: { value: '4111' } });
    expect(find('output').textContent).toBe('4111');
  });

  it('keeps a newer value that the host has set', async () => {
    const setter: { set?: (card: string) => void } = {};
    const fixture = await blocked(place(<Card setter={setter} />));
    fireEvent.change(find('input'), { target: { value: '41' } });
    await block(fixture);
    await fixture.meanwhile(() => setter.set?.('new'));
    fill(find('input'), '4111');
    expect(find('input')).toHaveProperty('value', 'new');
  });

  it('does not keep what a script writes after its event', async () => {
    const fixture = await blocked(place(<input />));
    await block(fixture);
    const field = find('input');
    await fixture.meanwhile(() => {
      fill(field, '4111');
      Object.assign(field, { value: '4111' });
    });
    expect(field).toHaveProperty('value', '');
  });

  it('does not get a value back that the host has removed, when another field is filled in', async () => {
    const fixture = await blocked(
      place(
        <>
          <input id="one" />
          <input id="two" />
        </>,
      ),
    );
    Object.assign(find('#one'), { value: '4111' });
    await block(fixture);
    Object.assign(find('#one'), { value: '' });
    fill(find('#two'), '4111');
    expect(find('#one')).toHaveProperty('value', '');
    expect(find('#two')).toHaveProperty('value', '');
  });

  it('is guarded also when it appears while the fields are blocked', async () => {
    const fixture = await blocked(place(null));
    await block(fixture);
    fixture.show(<SensitiveSection callId="c1">{place(<Card />)}</SensitiveSection>);
    await fixture.pass(0);
    fill(find('input'), '4111');
    expect(find('input')).toHaveProperty('value', '');
    expect(received).not.toHaveBeenCalled();
  });

  it('keeps its choice, whatever kind of field it is', async () => {
    const fixture = await blocked(
      place(
        <>
          <input type="checkbox" />
          <input type="radio" name="kind" id="first" defaultChecked />
          <input type="radio" name="kind" id="second" />
          <select id="one" defaultValue="none">
            <option>none</option>
            <option>visa</option>
          </select>
          <select id="several" multiple defaultValue={['a']}>
            <option>a</option>
            <option>b</option>
          </select>
          <textarea defaultValue="note" />
          <div id="rich" contentEditable suppressContentEditableWarning>
            one <b>two</b>
          </div>
        </>,
      ),
    );
    await block(fixture);
    const change = (selector: string, how: (element: HTMLElement) => void): void => {
      const element = find(selector);
      how(element);
      element.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const rich = find('#rich').innerHTML;
    const bold = find('#rich b');
    change('[type=checkbox]', (box) => Object.assign(box, { checked: true }));
    change('#second', (radio) => Object.assign(radio, { checked: true }));
    change('#one', (select) => Object.assign(select, { value: 'visa' }));
    change('#several', (select) => Object.assign(select.children[1] ?? {}, { selected: true }));
    change('textarea', (area) => Object.assign(area, { value: '4111' }));
    change('#rich', (element) => element.replaceChildren('4111'));
    expect(find('[type=checkbox]')).toHaveProperty('checked', false);
    expect(find('#first')).toHaveProperty('checked', true);
    expect(find('#second')).toHaveProperty('checked', false);
    expect(find('#one')).toHaveProperty('value', 'none');
    expect(
      [...find('#several').children].map((option) => 'selected' in option && option.selected),
    ).toEqual([true, false]);
    expect(find('textarea')).toHaveProperty('value', 'note');
    expect(find('#rich').innerHTML).toBe(rich);
    expect(find('#rich b')).toBe(bold);
  });
});

describe('what does not belong to the section', () => {
  it('is not guarded while the fields are blocked', async () => {
    const rendered = await renderDesktop(
      <>
        <SensitiveSection callId="c1">
          <input id="card" />
        </SensitiveSection>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            received('sent');
          }}
        >
          <Card />
        </form>
        {createPortal(<object title="Elsewhere" />, dialog)}
      </>,
      {
        calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
        before: (simulation) => simulation.rejectNext(3),
      },
    );
    await rendered.pass(5);
    received.mockClear();
    const outside = screen.getByRole('textbox', { name: 'Card' });
    await rendered.user.type(outside, 'note');
    expect(outside).toHaveValue('note');
    expect(outside).toHaveFocus();
    fireEvent.submit(outside);
    expect(received).toHaveBeenLastCalledWith('sent');
    expect(find('object')).not.toHaveAttribute('inert');
  });
});

// It is an `object`, because the DOM of these tests loads no page into an `iframe`.
describe('a frame', () => {
  it.each([
    ['in the section', (children: ReactNode) => children],
    ['in a portal', (children: ReactNode) => createPortal(children, dialog)],
  ])(
    '%s is out of reach while the fields are blocked, and as it was afterwards',
    async (_, place) => {
      const fixture = await blocked(
        place(<object title="Card" style={{ visibility: 'visible' }} />),
      );
      expect(find('object')).not.toHaveAttribute('inert');
      await block(fixture);
      expect(find('object')).toHaveAttribute('inert');
      expect(find('object').style.visibility).toBe('hidden');
      await unblock(fixture);
      expect(find('object')).not.toHaveAttribute('inert');
      expect(find('object').style.visibility).toBe('visible');
    },
  );

  it('cannot be used when it appears in a portal while the fields are blocked', async () => {
    const fixture = await blocked(null);
    await block(fixture);
    fixture.show(
      <SensitiveSection callId="c1">
        {createPortal(<object title="Card" />, dialog)}
      </SensitiveSection>,
    );
    await fixture.pass(0);
    expect(find('object')).toHaveAttribute('inert');
  });

  it('can be used again when the section is unmounted', async () => {
    const frame = createRef<HTMLObjectElement>();
    const fixture = await blocked(createPortal(<object title="Card" ref={frame} />, dialog));
    await block(fixture);
    const { current } = frame;
    fixture.show(null);
    expect(current).not.toHaveAttribute('inert');
  });
});

describe('a form around the section', () => {
  it('is not sent while the fields are blocked, and the reason is announced', async () => {
    const announced: string[] = [];
    const rendered = await renderDesktop(
      <form
        onSubmit={(event) => {
          event.preventDefault();
          received('sent');
        }}
      >
        <SensitiveSection callId="c1">
          <input name="card" />
        </SensitiveSection>
        <button type="submit">Save</button>
      </form>,
      {
        calls: [simulatedCall({ id: 'c1', recordingState: 'Paused' })],
        announce: (text) => announced.push(text),
      },
    );
    await rendered.pass(5);
    received.mockClear();
    await block(rendered);
    announced.length = 0;
    fireEvent.submit(find('form'));
    expect(received).not.toHaveBeenCalled();
    await rendered.pass(1_000);
    expect(announced).toEqual(['Fields blocked.']);
    await unblock(rendered);
    fireEvent.submit(find('form'));
    expect(received).toHaveBeenCalledOnce();
  });
});
