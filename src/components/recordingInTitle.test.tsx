import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useRecordingInTitle, type RecordingInTitleOptions } from '../hooks/useRecordingInTitle.ts';
import { loadMessages } from '../i18n/loadMessages.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';
import {
  renderDesktop,
  type RenderedDesktop,
  type RenderedDesktopOptions,
} from '../doubles/renderDesktop.tsx';

function Tab({ icons }: RecordingInTitleOptions): null {
  useRecordingInTitle({ icons });
  return null;
}

const calls = ['c1', 'c2'].map((id) => simulatedCall({ id, recordingState: 'Recording' }));
const [one = calls[0]] = calls;

async function openTab(options: RenderedDesktopOptions = {}): Promise<RenderedDesktop> {
  const fixture = await renderDesktop(<Tab />, { calls: one ? [one] : [], ...options });
  // Nothing happens in the moment of the first read, which would leave a doubt.
  await fixture.pass(30_000);
  return fixture;
}

/** What the host sets, and the observer has heard of it. */
async function hostSets(fixture: RenderedDesktop, set: () => void): Promise<void> {
  await fixture.meanwhile(set);
}

const icons = (): readonly (string | null)[] =>
  [...document.querySelectorAll('link[rel~=icon]')].map((link) => link.getAttribute('href'));
const drawing = (): string => decodeURIComponent(icons()[0] ?? '');

beforeEach(() => {
  document.title = 'Desk';
  const link = document.createElement('link');
  link.rel = 'shortcut icon';
  link.setAttribute('href', '/desk.png');
  document.head.append(link);
});
afterEach(() => {
  document.head.replaceChildren();
});

describe('the title of the tab', () => {
  it('says what the recording is doing, before the title of the page', async () => {
    const { simulation, meanwhile } = await openTab();
    expect(document.title).toBe('Recording · Desk');
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    expect(document.title).toBe('Paused · Desk');
    await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
    expect(document.title).toBe('Desk');
  });

  it('does not say that a pause is there which was only asked for', async () => {
    const { desktop, simulation, meanwhile } = await openTab();
    await meanwhile(() => {
      simulation.hold();
      void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    });
    expect(document.title).toBe('Recording · Desk');
  });

  it('says that it does not know while the link is lost, and what is so when it is back', async () => {
    const { simulation, meanwhile, pass } = await openTab();
    await meanwhile(() => simulation.disconnect());
    expect(document.title).toBe('Unknown · Desk');
    await meanwhile(() => simulation.reconnect());
    await pass(60_000);
    expect(document.title).toBe('Recording · Desk');
  });

  it('says that it does not know of a call that may be recorded by now', async () => {
    const { simulation, meanwhile } = await openTab({ calls: [simulatedCall({ id: 'c1' })] });
    expect(document.title).toBe('Desk');
    await meanwhile(() => simulation.disconnect());
    expect(document.title).toBe('Unknown · Desk');
  });

  it('says that it does not know when a Stop was not confirmed', async () => {
    const { desktop, simulation, meanwhile, pass } = await openTab();
    await meanwhile(() => {
      simulation.acceptAndDoNothing();
      void desktop.performOperation('c1', 'StopCallRecording');
    });
    await pass(11_000);
    expect(document.title).toBe('Unknown · Desk');
  });

  it('says nothing without a call, lost link or not', async () => {
    const { simulation, meanwhile } = await openTab({ calls: [] });
    expect(document.title).toBe('Desk');
    await meanwhile(() => simulation.disconnect());
    expect(document.title).toBe('Desk');
  });

  it('says the most worrying of several calls', async () => {
    const { simulation, meanwhile } = await openTab({ calls });
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c2'));
    expect(document.title).toBe('Paused · Desk');
    await meanwhile(() => simulation.endCall('c2'));
    expect(document.title).toBe('Recording · Desk');
  });

  it('keeps before a title that the host changes meanwhile, and gives the new one back', async () => {
    const fixture = await openTab();
    await hostSets(fixture, () => {
      document.title = 'Ada King';
    });
    expect(document.title).toBe('Recording · Ada King');
    fixture.show(null);
    expect(document.title).toBe('Ada King');
  });

  it('is not doubled by a host that makes its title of the one that it finds', async () => {
    const fixture = await openTab();
    await hostSets(fixture, () => {
      document.title = `(3) ${document.title}`;
    });
    expect(document.title).toBe('Recording · (3) Desk');
    fixture.show(null);
    expect(document.title).toBe('(3) Desk');
  });

  it('takes back what a host has kept of it, such as a page that blinks for a new message', async () => {
    const fixture = await openTab();
    const keptByHost = document.title;
    await hostSets(fixture, () => {
      document.title = 'New message!';
    });
    await fixture.meanwhile(() => fixture.simulation.supervisor('PauseCallRecording', 'c1'));
    expect(document.title).toBe('Paused · New message!');
    await hostSets(fixture, () => {
      document.title = keptByHost;
    });
    expect(document.title).toBe('Paused · Desk');
    await fixture.meanwhile(() => fixture.simulation.endCall('c1'));
    await hostSets(fixture, () => {
      document.title = keptByHost;
    });
    expect(document.title).toBe('Desk');
  });

  it('keeps when the host replaces the element, or sets the title as the hook goes', async () => {
    const fixture = await openTab();
    await hostSets(fixture, () => {
      const title = document.createElement('title');
      title.textContent = 'Other page';
      document.querySelector('title')?.replaceWith(title);
    });
    expect(document.title).toBe('Recording · Other page');
    document.title = 'Third page';
    fixture.show(null);
    expect(document.title).toBe('Third page');
  });

  it('is as it was where there was none', async () => {
    document.querySelector('title')?.remove();
    const { show } = await openTab();
    expect(document.title).toBe('Recording ·');
    show(null);
    expect(document.querySelector('title')).toBeNull();
  });

  it('speaks the language of the provider', async () => {
    await openTab({ messages: await loadMessages('fr') });
    expect(document.title).toBe('Enregistrement en cours · Desk');
  });

  it('is marked once, however many hooks there are, until the last goes', async () => {
    const { show } = await renderDesktop(
      <>
        <Tab />
        <Tab />
      </>,
      { calls, isStrict: true },
    );
    expect(document.title).toBe('Recording · Desk');
    show(<Tab />);
    expect(document.title).toBe('Recording · Desk');
    show(null);
    expect(document.title).toBe('Desk');
  });

  it('is left to another copy of this library that marks it', async () => {
    const key = Symbol.for('tallylight.title.1');
    Reflect.set(document, key, true);
    await openTab();
    expect(document.title).toBe('Desk');
    Reflect.deleteProperty(document, key);
  });
});

describe('the icon of the tab', () => {
  it('is drawn for each state, and the host has its own back', async () => {
    const { simulation, meanwhile, show } = await openTab();
    expect(icons()).toHaveLength(1);
    const recording = drawing();
    expect(recording).toContain('<circle');
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    const paused = drawing();
    await meanwhile(() => simulation.disconnect());
    expect(new Set([recording, paused, drawing()]).size).toBe(3);
    show(null);
    expect(icons()).toEqual(['/desk.png']);
    expect(document.querySelector('link')?.rel).toBe('shortcut icon');
  });

  it('is the host’s again while nothing is recorded', async () => {
    const { simulation, meanwhile } = await openTab();
    await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
    expect(icons()).toEqual(['/desk.png']);
  });

  it('stays when the host adds one or changes the one that it finds, and gives that back', async () => {
    const fixture = await openTab();
    await hostSets(fixture, () => {
      document.querySelector('link[rel~=icon]')?.setAttribute('href', '/badge.png');
    });
    expect(drawing()).toContain('<circle');
    await hostSets(fixture, () => {
      const link = document.createElement('link');
      link.rel = 'icon';
      link.setAttribute('href', '/large.png');
      document.head.prepend(link);
    });
    expect(icons()).toHaveLength(1);
    fixture.show(null);
    expect(icons()).toEqual(['/large.png', '/badge.png']);
  });

  it('comes back when the host has emptied the head', async () => {
    const fixture = await openTab();
    await hostSets(fixture, () => {
      document.head.replaceChildren();
      document.title = 'Swapped';
    });
    expect(drawing()).toContain('<circle');
    expect(document.title).toBe('Recording · Swapped');
    fixture.show(null);
    expect(icons()).toEqual([]);
  });

  it('is one of the host’s own where it has some', async () => {
    const own = { recording: '/rec.svg', paused: '/paused.svg', 'not-known': '/unknown.svg' };
    const { simulation, meanwhile } = await renderDesktop(<Tab icons={own} />, { calls });
    expect(icons()).toEqual(['/rec.svg']);
    await meanwhile(() => simulation.disconnect());
    expect(icons()).toEqual(['/unknown.svg']);
  });

  it('is left alone where the host wants that', async () => {
    await renderDesktop(<Tab icons="none" />, { calls });
    expect(document.title).toBe('Recording · Desk');
    expect(icons()).toEqual(['/desk.png']);
  });
});

describe('a widget beside it', () => {
  it('shows the same', async () => {
    const { meanwhile, simulation, show, pass } = await openTab();
    show(
      <>
        <Tab />
        <RecordingControls callId="c1" />
      </>,
    );
    await pass(30_000);
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    expect(document.querySelector('[data-part=word]')).toHaveTextContent('Paused');
    expect(document.title).toBe('Paused · Desk');
  });
});
