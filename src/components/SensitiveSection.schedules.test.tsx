import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordingOperationNames, type RecordingOperationName } from '../model/recording.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';
import { renderDesktop, type RenderedDesktop } from '../doubles/renderDesktop.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

/** What happens to the Pause that the section asks for. */
const faults = {
  none: () => undefined,
  refused: ({ simulation }: RenderedDesktop) => simulation.rejectNext(3),
  forbidden: ({ simulation }: RenderedDesktop) => simulation.rejectNext(5),
  broken: ({ simulation }: RenderedDesktop) => simulation.rejectNext(4),
  ignored: ({ simulation }: RenderedDesktop) => simulation.acceptAndDoNothing(),
  answerLost: ({ simulation }: RenderedDesktop) => simulation.loseNextAnswer(),
  eventLost: ({ simulation }: RenderedDesktop) => simulation.loseNextEvent(),
  eventFirst: ({ simulation }: RenderedDesktop) => simulation.sendNextEventFirst(),
  late: ({ simulation }: RenderedDesktop) => simulation.delayEvents(700),
  heldBack: ({ simulation }: RenderedDesktop) => simulation.hold(),
} as const satisfies Record<string, (fixture: RenderedDesktop) => void>;

/** What happens while the section is open. */
type Step =
  | { readonly kind: 'pass'; readonly milliseconds: number }
  | { readonly kind: 'supervisor'; readonly operationName: RecordingOperationName }
  | { readonly kind: 'press'; readonly which: number }
  | { readonly kind: 'fault'; readonly fault: 'refused' | 'ignored' | 'answerLost' }
  | {
      readonly kind: 'disconnect' | 'cutNotifications' | 'cutRest' | 'reconnect' | 'oddWord';
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('pass' as const),
    milliseconds: fc.constantFrom(0, 40, 600, 2_500, 11_000),
  }),
  fc.record({
    kind: fc.constant('supervisor' as const),
    operationName: fc.constantFrom(...recordingOperationNames),
  }),
  fc.record({ kind: fc.constant('press' as const), which: fc.nat(5) }),
  fc.record({
    kind: fc.constant('fault' as const),
    fault: fc.constantFrom('refused' as const, 'ignored' as const, 'answerLost' as const),
  }),
  fc.record({
    kind: fc.constantFrom(
      'disconnect' as const,
      'cutNotifications' as const,
      'cutRest' as const,
      'reconnect' as const,
      'oddWord' as const,
    ),
  }),
);

/** The steps happen one after another, on the call `c1`. */
async function take(what: Step, fixture: RenderedDesktop): Promise<void> {
  const { simulation, pass, meanwhile } = fixture;
  switch (what.kind) {
    case 'pass':
      await pass(what.milliseconds);
      return;
    case 'supervisor':
      // A change that was not reported yet cannot be shown. So it is reported before the next step.
      simulation.delayEvents(0);
      await pass(1_000);
      await meanwhile(() => {
        try {
          simulation.supervisor(what.operationName, 'c1');
        } catch {
          // This step is not possible now, so it does not happen.
        }
      });
      return;
    case 'press': {
      const buttons = screen.queryAllByRole('button');
      const button = buttons[what.which % Math.max(1, buttons.length)];
      if (button) fireEvent.click(button);
      await pass(0);
      return;
    }
    case 'fault':
      faults[what.fault](fixture);
      return;
    case 'oddWord':
      await meanwhile(() => {
        simulation.say({
          data: {
            notificationType: 'StatusChange',
            messageType: 'CallStateChangeMessage',
            call: { id: 'c1', state: 'Established', recordingState: 'Odd', capabilities: [] },
          },
          channel: '/v2/me/calls',
        });
      });
      return;
    case 'disconnect':
      await meanwhile(() => simulation.disconnect());
      return;
    case 'cutNotifications':
      await meanwhile(() => simulation.disconnect('notifications'));
      return;
    case 'cutRest':
      await meanwhile(() => simulation.disconnect('rest'));
      return;
    case 'reconnect':
      simulation.release();
      await meanwhile(simulation.reconnect);
      return;
    default:
      what satisfies never;
  }
}

it('lets no key into the fields while the call is recorded, in any of 100 schedules', async () => {
  let typed = 0;
  let reachedWhilePaused = 0;

  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('Recording', 'Recording', 'Recording', 'Paused', 'Stopped', undefined),
      fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[])),
      fc.array(step, { minLength: 3, maxLength: 9 }),
      async (recordingState, fault, steps) => {
        // No widget can know of an event that is never reported, unless it is the event of its own
        // Pause.
        fc.pre(fault !== 'eventLost' || recordingState === 'Recording');
        const call = simulatedCall({ id: 'c1', recordingState });
        const fixture = await renderDesktop(
          <>
            <RecordingControls callId="c1" />
            <SensitiveSection callId="c1">
              <input />
            </SensitiveSection>
          </>,
          {
            calls: [call],
            before: (simulation, desktop) =>
              faults[fault]({ simulation, desktop } as RenderedDesktop),
          },
        );
        const field = document.querySelector('input') as HTMLInputElement;
        let reached = 0;
        for (const type of ['keydown', 'keypress', 'beforeinput', 'input', 'paste'])
          field.addEventListener(type, () => (reached += 1));

        const type = async (): Promise<void> => {
          typed += 1;
          reached = 0;
          const before = field.value;
          act(() => field.focus());
          await fixture.user.keyboard('4');
          fireEvent.keyDown(field, { key: '2' });
          fireEvent.paste(field);
          // The true state at the switch, whatever the desktop was told.
          const isRecorded = fixture.simulation.calls()[0]?.recordingState === 'Recording';
          if (!isRecorded && reached > 0) reachedWhilePaused += 1;
          expect(isRecorded && (reached > 0 || field.value !== before)).toBe(false);
        };

        await type();
        for (const each of steps) {
          await take(each, fixture);
          await type();
        }
        cleanup();
      },
    ),
    { seed: 20261120, numRuns: 100, endOnFailure: true },
  );
  // The fields must also be usable: without a fault, the agent can type into them.
  expect(typed).toBeGreaterThan(400);
  expect(reachedWhilePaused).toBeGreaterThan(80);
}, 120_000);
