import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { english } from '../i18n/english.ts';
import { loadMessages } from '../i18n/loadMessages.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { CallList } from './CallList.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { PauseLimit } from './PauseLimit.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import { RecordingTimeline } from './RecordingTimeline.tsx';
import { renderDesktop } from '../doubles/renderDesktop.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

describe('an agent who reads Arabic', () => {
  const call = simulatedCall({ id: 'c1', recordingState: 'Recording' });

  it('reads from right to left, whatever the page does, and clocks from left to right', async () => {
    const { simulation, meanwhile, pass } = await renderDesktop(
      <>
        <RecordingControls callId="c1" />
        <RecordingStatus callId="c1" />
        <ConnectionStatus />
      </>,
      { calls: [call], messages: await loadMessages('ar-EG') },
    );
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
    });
    await pass(14_000);

    const group = screen.getByRole('group', { name: 'تسجيل المكالمة' });
    expect(group).toHaveTextContent('متوقف مؤقتًا');
    expect(within(group).getByRole('button', { name: 'استئناف التسجيل' })).toHaveTextContent(
      'استئناف',
    );
    for (const timer of screen.getAllByRole('timer')) {
      expect(timer).toHaveTextContent('٠:١٤');
      expect(timer).toHaveAttribute('dir', 'ltr');
    }
    const widgets = document.querySelectorAll('[data-tallylight]');
    expect(widgets).toHaveLength(5);
    for (const widget of widgets) {
      expect(widget).toHaveAttribute('lang', 'ar-EG');
      expect(widget).toHaveAttribute('dir', 'rtl');
    }
  });

  it('reads “at least” and the clock in the right order, for a time that began before the page was loaded', async () => {
    const { pass } = await renderDesktop(<RecordingStatus callId="c1" />, {
      calls: [call],
      messages: await loadMessages('ar-EG'),
    });
    await pass(134_000);
    const timer = screen.getByRole('timer');
    expect(timer.textContent).toBe('\u2068٢:١٤\u2069 على الأقل');
    // The timer has the widget's direction, and is not a left-to-right run.
    expect(timer).not.toHaveAttribute('dir');
  });

  it('hears the announcements in Arabic', async () => {
    const said: string[] = [];
    const { simulation, meanwhile } = await renderDesktop(<RecordingControls callId="c1" />, {
      calls: [call],
      messages: await loadMessages('ar'),
      announce: (text) => said.push(text),
    });
    await meanwhile(() => {
      simulation.supervisor('StopCallRecording', 'c1');
    });
    expect(said).toEqual(['انتهى التسجيل.']);
  });
});

it('reserves room at each place for every label of its button, in the language of the catalogue', async () => {
  await renderDesktop(<RecordingControls callId="c1" />, {
    calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
    messages: await loadMessages('de'),
  });
  const [primary, stop] = document.querySelectorAll<HTMLElement>('[data-part=place]');
  expect(primary?.dataset['labels']?.split('\n')).toEqual([
    'Starten',
    'Wird gestartet\u00a0…',
    'Pausieren',
    'Wird pausiert\u00a0…',
    'Fortsetzen',
    'Wird fortgesetzt\u00a0…',
  ]);
  expect(stop?.dataset['labels']?.split('\n')).toEqual(['Stoppen', 'Wird gestoppt\u00a0…']);
});

it('lets the host override language and direction', async () => {
  await renderDesktop(<RecordingControls callId="c1" lang="en-GB" dir="rtl" />);
  const group = screen.getByRole('group');
  expect(group).toHaveAttribute('lang', 'en-GB');
  expect(group).toHaveAttribute('dir', 'rtl');
});

// This happened: a host gave a catalogue with the language tag of its own platform. The texts were
// shown, but a screen reader read the German texts with an English voice, because `de_DE` is not a
// valid tag in HTML.
describe('a catalogue with another form of its language tag', () => {
  const calls = [simulatedCall({ id: 'c1', recordingState: 'Recording' })];

  it.each([
    ['en_US', 'en-US'],
    ['de_DE.UTF-8@euro', 'de-DE'],
    ['iw', 'he'],
    ['in_ID', 'id-ID'],
    ['zh_TW', 'zh-TW'],
    ['zh-cht', 'zh-Hant'],
    ['pt-br', 'pt-BR'],
    ['sr_Latn_RS', 'sr-Latn-RS'],
    ['POSIX', 'und'],
    ['', 'und'],
    ['this is no language', 'und'],
  ])('has %s as %s wherever a language is named', async (locale, tag) => {
    await renderDesktop(
      <>
        <RecordingControls callId="c1" />
        <RecordingStatus callId="c1" />
        <RecordingTimeline callId="c1" />
        <PauseLimit callId="c1" limit={60_000} />
        <SensitiveSection callId="c1" />
        <CallList callLabel={() => undefined} />
        <ConnectionStatus />
      </>,
      { calls, messages: { ...english, locale } },
    );
    const named = [...document.querySelectorAll('[lang]')].map((each) => each.getAttribute('lang'));
    expect(named.length).toBeGreaterThan(6);
    expect(new Set(named)).toEqual(new Set([tag]));
  });
});
