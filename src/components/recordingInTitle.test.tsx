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
  // The change comes some time after the first read, because a message right after a read raises a
  // doubt.
  await fixture.pass(30_000);
  return fixture;
}

/** Lets the host change the page, and waits until the observer has noticed it. */
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
  it('shows the state of the recording before the title of the page', async () => {
    const { simulation, meanwhile } = await openTab();
    expect(document.title).toBe('Recording · Desk');
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
    expect(document.title).toBe('Paused · Desk');
    await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
    expect(document.title).toBe('Desk');
  });

  it('does not show a pause that was only requested', async () => {
    const { desktop, simulation, meanwhile } = await openTab();
    await meanwhile(() => {
      simulation.hold();
      void desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    });
    expect(document.title).toBe('Recording · Desk');
  });

  it('says that the state is not known while the link is lost, and shows the state when it is back', async () => {
    const { simulation, meanwhile, pass } = await openTab();
    await meanwhile(() => simulation.disconnect());
    expect(document.title).toBe('Unknown · Desk');
    await meanwhile(() => simulation.reconnect());
    await pass(60_000);
    expect(document.title).toBe('Recording · Desk');
  });

  it('says that the state is not known for a call that may be recorded by now', async () => {
    const { simulation, meanwhile } = await openTab({ calls: [simulatedCall({ id: 'c1' })] });
    expect(document.title).toBe('Desk');
    await meanwhile(() => simulation.disconnect());
    expect(document.title).toBe('Unknown · Desk');
  });

  it('says that the state is not known when a Stop was not confirmed', async () => {
    const { desktop, simulation, meanwhile, pass } = await openTab();
    await meanwhile(() => {
      simulation.acceptAndDoNothing();
      void desktop.performOperation('c1', 'StopCallRecording');
    });
    await pass(11_000);
    expect(document.title).toBe('Unknown · Desk');
  });

  it('is not changed without a call, whether or not the link is lost', async () => {
    const { simulation, meanwhile } = await openTab({ calls: [] });
    expect(document.title).toBe('Desk');
    await meanwhile(() => simulation.disconnect());
    expect(document.title).toBe('Desk');
  });

  it('shows the most important state of several calls', async () => {
    const { simulation, meanwhile } = await openTab({ calls });
    await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c2'));
    expect(document.title).toBe('Paused · Desk');
    await meanwhile(() => simulation.endCall('c2'));
    expect(document.title).toBe('Recording · Desk');
  });

  it('keeps the state before a title that the host changes meanwhile, and leaves the new title at the end', async () => {
    const fixture = await openTab();
    await hostSets(fixture, () => {
      document.title = 'Ada King';
    });
    expect(document.title).toBe('Recording · Ada King');
    fixture.show(null);
    expect(document.title).toBe('Ada King');
  });

  it('contains the state once if the host builds its title from the present one', async () => {
    const fixture = await openTab();
    await hostSets(fixture, () => {
      document.title = `(3) ${document.title}`;
    });
    expect(document.title).toBe('Recording · (3) Desk');
    fixture.show(null);
    expect(document.title).toBe('(3) Desk');
  });

  it('loses an old state that the host writes back, as a page does that blinks for a new message', async () => {
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

  it('keeps the state when the host replaces the element, and keeps a title that is set at the end', async () => {
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

  it('has no element at the end if there was none before', async () => {
    document.querySelector('title')?.remove();
    const { show } = await openTab();
    expect(document.title).toBe('Recording ·');
    show(null);
    expect(document.querySelector('title')).toBeNull();
  });

  it('uses the language of the provider', async () => {
    await openTab({ messages: await loadMessages('fr') });
    expect(document.title).toBe('Enregistrement en cours · Desk');
  });

  it('contains the state once, however many hooks there are, until the last one is unmounted', async () => {
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

  it('is left alone if another copy of this library sets it', async () => {
    const key = Symbol.for('tallylight.title.1');
    Reflect.set(document, key, true);
    await openTab();
    expect(document.title).toBe('Desk');
    Reflect.deleteProperty(document, key);
  });
});

describe('the icon of the tab', () => {
  it('is drawn for each state, and the host’s icon is back at the end', async () => {
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

  it('is the host’s own icon while nothing is recorded', async () => {
    const { simulation, meanwhile } = await openTab();
    await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
    expect(icons()).toEqual(['/desk.png']);
  });

  it('stays when the host adds or changes an icon, and the host’s new icon is back at the end', async () => {
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

  it('is added again when the host has emptied the head', async () => {
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

  it('is one of the host’s own icons if it gives some', async () => {
    const own = { recording: '/rec.svg', paused: '/paused.svg', 'not-known': '/unknown.svg' };
    const { simulation, meanwhile } = await renderDesktop(<Tab icons={own} />, { calls });
    expect(icons()).toEqual(['/rec.svg']);
    await meanwhile(() => simulation.disconnect());
    expect(icons()).toEqual(['/unknown.svg']);
  });

  it('is left alone if the host switches it off', async () => {
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
