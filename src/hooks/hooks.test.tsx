import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { AgentDesktopProvider } from '../components/AgentDesktopProvider.tsx';
import { renderDesktop } from '../doubles/renderDesktop.tsx';
import { AgentDesktopError } from '../model/errors.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { useAgentDesktop } from './useAgentDesktop.ts';
import { useCall } from './useCall.ts';
import { useCallRecording } from './useCallRecording.ts';
import { useCalls } from './useCalls.ts';
import { useConnectionStatus } from './useConnectionStatus.ts';
import { useRecordingControls } from './useRecordingControls.ts';
import { useRecordingOperation } from './useRecordingOperation.ts';
import { useRecordingStatus } from './useRecordingStatus.ts';

const recording = simulatedCall({ id: 'c1', recordingState: 'Recording', otherParty: '15001' });
const paused = simulatedCall({ id: 'c2', recordingState: 'Paused' });

describe('useCall', () => {
  function Caller({ callId }: { readonly callId: string }): ReactElement {
    return <p>{useCall(callId)?.participants[0]?.formattedPhoneNumber ?? 'nobody yet'}</p>;
  }

  it('returns the last report of the server about the call, whichever of its ids is given', async () => {
    await renderDesktop(
      <>
        <Caller callId="c1" />
        <Caller callId={recording.connId} />
        <Caller callId="unheard-of" />
      </>,
      { calls: [recording] },
    );
    expect(screen.getAllByText('15001')).toHaveLength(2);
    expect(screen.getByText('nobody yet')).toBeVisible();
  });
});

describe('useCalls', () => {
  function Calls(): ReactElement {
    return <p>{useCalls().join(' ')}</p>;
  }

  it('lists calls in the order in which they came, and keeps a call for a minute after its end', async () => {
    const { simulation, meanwhile, pass } = await renderDesktop(<Calls />, { calls: [recording] });
    expect(screen.getByText('c1')).toBeVisible();
    await meanwhile(() => {
      simulation.happen({ type: 'begin', call: paused });
    });
    expect(screen.getByText('c1 c2')).toBeVisible();
    await meanwhile(() => {
      simulation.endCall('c1');
    });
    expect(screen.getByText('c1 c2')).toBeVisible();
    await pass(60_000);
    expect(screen.getByText('c2')).toBeVisible();
  });

  it('renders when a call comes or goes, and at no other event', async () => {
    const { simulation, meanwhile, commits } = await renderDesktop(<Calls />, {
      calls: [recording, paused],
    });
    const before = commits();
    await meanwhile(() => {
      simulation.supervisor('PauseCallRecording', 'c1');
      simulation.supervisor('StopCallRecording', 'c2');
    });
    expect(commits()).toBe(before);
  });
});

describe('useCallRecording', () => {
  function State({ callId }: { readonly callId: string }): ReactElement {
    return <p>{useCallRecording(callId).state}</p>;
  }

  it('renders only when its own call changes', async () => {
    const { simulation, meanwhile, commits } = await renderDesktop(<State callId="c1" />, {
      calls: [recording, paused],
    });
    const before = commits();
    await meanwhile(() => {
      simulation.supervisor('StopCallRecording', 'c2');
    });
    expect(commits()).toBe(before);
    await meanwhile(() => {
      simulation.supervisor('StopCallRecording', 'c1');
    });
    expect(commits()).toBe(before + 1);
    expect(screen.getByText('Stopped')).toBeVisible();
  });
});

describe('useRecordingOperation', () => {
  function Form({ callId }: { readonly callId: string }): ReactElement {
    const perform = useRecordingOperation(callId);
    const { pending, outcome } = useCallRecording(callId);
    const [problem, setProblem] = useState('');
    const ask = (operationName: RecordingOperationName): void => {
      try {
        perform(operationName);
      } catch (error) {
        setProblem(error instanceof AgentDesktopError ? error.code : 'something else');
      }
    };
    return (
      <>
        <button type="button" onClick={() => ask('PauseCallRecording')}>
          Pause
        </button>
        <button type="button" onClick={() => ask('ResumeCallRecording')}>
          Resume
        </button>
        <p data-testid="pending">{pending?.operationName}</p>
        <p data-testid="request">{pending?.progress}</p>
        <p data-testid="code">{outcome?.ending === 'rejected' && outcome.error.code}</p>
        <p data-testid="problem">{problem}</p>
      </>
    );
  }

  it('has marked the operation pending when it returns, and until the server has done it', async () => {
    const { simulation, pass } = await renderDesktop(<Form callId="c1" />, { calls: [recording] });
    simulation.delayEvents(500);
    act(() => {
      screen.getByRole('button', { name: 'Pause' }).click();
    });
    expect(screen.getByTestId('pending')).toHaveTextContent('PauseCallRecording');
    await pass(0);
    expect(screen.getByTestId('request')).toHaveTextContent('accepted');
    // The request was accepted, but the recording is not paused yet.
    expect(screen.getByTestId('pending')).toHaveTextContent('PauseCallRecording');
    await pass(500);
    expect(screen.getByTestId('pending')).toBeEmptyDOMElement();
  });

  it('throws an error that says why nothing was sent', async () => {
    const { simulation, pass } = await renderDesktop(<Form callId="c1" />, { calls: [recording] });
    act(() => {
      screen.getByRole('button', { name: 'Resume' }).click();
    });
    expect(screen.getByTestId('problem')).toHaveTextContent('operation-not-allowed');
    simulation.hold();
    act(() => {
      screen.getByRole('button', { name: 'Pause' }).click();
      screen.getByRole('button', { name: 'Pause' }).click();
    });
    expect(screen.getByTestId('problem')).toHaveTextContent('operation-pending');
    simulation.release();
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
  });

  it('sends the request through the host’s QueryClient, where the host can watch it', async () => {
    const queryClient = new QueryClient();
    const { simulation, pass } = await renderDesktop(<Form callId="c1" />, {
      calls: [recording],
      queryClient,
    });
    simulation.rejectNext(5);
    act(() => {
      screen.getByRole('button', { name: 'Pause' }).click();
    });
    await pass(0);
    const [mutation] = queryClient
      .getMutationCache()
      .findAll({ mutationKey: ['tallylight', 'recording', 'c1'] });
    expect(mutation?.state.error).toMatchObject({ code: 'no-permission' });
  });

  it.each(['around it', 'given to it'])(
    'uses the QueryClient that is %s, and the given one if there are both',
    async (which) => {
      const around = new QueryClient();
      const given = new QueryClient();
      function Host(): ReactElement {
        return (
          <QueryClientProvider client={around}>
            <AgentDesktopProvider
              desktop={useAgentDesktop()}
              queryClient={which === 'given to it' ? given : undefined}
            >
              <Form callId="c1" />
            </AgentDesktopProvider>
          </QueryClientProvider>
        );
      }
      await renderDesktop(<Host />, { calls: [recording] });
      act(() => {
        screen.getByRole('button', { name: 'Pause' }).click();
      });
      const counts = [around, given].map((each) => each.getMutationCache().getAll().length);
      expect(counts).toEqual(which === 'given to it' ? [0, 1] : [1, 0]);
    },
  );
});

describe('useRecordingControls and useRecordingStatus', () => {
  function Bare({ callId }: { readonly callId: string }): ReactElement {
    const { groupProps, buttons } = useRecordingControls(callId, 'Ada King');
    const { word, attributes } = useRecordingStatus(callId);
    return (
      <div {...groupProps} {...attributes}>
        {word}
        {buttons.map(({ key, label, buttonProps }) => (
          <button key={key} {...buttonProps}>
            {label}
          </button>
        ))}
      </div>
    );
  }

  it('are enough to build a whole widget: the host spreads the props and draws the rest', async () => {
    const { user, pass } = await renderDesktop(<Bare callId="c1" />, { calls: [recording] });
    const group = screen.getByRole('group', { name: 'Call recording, Ada King' });
    expect(group).toHaveAttribute('data-recording-state', 'Recording');
    await user.click(screen.getByRole('button', { name: 'Pause recording' }));
    await pass(0);
    expect(group).toHaveTextContent(/^Paused/);
    expect(screen.getByRole('button', { name: 'Resume recording' })).toHaveFocus();
  });
});

describe('a hook outside of the provider', () => {
  it.each<[string, () => unknown]>([
    ['useAgentDesktop', useAgentDesktop],
    ['useCall', () => useCall('c1')],
    ['useCallRecording', () => useCallRecording('c1')],
    ['useCalls', useCalls],
    ['useConnectionStatus', useConnectionStatus],
    ['useRecordingControls', () => useRecordingControls('c1')],
    ['useRecordingOperation', () => useRecordingOperation('c1')],
    ['useRecordingStatus', () => useRecordingStatus('c1')],
  ])('%s throws an error that names the hook, what is missing, and what to do', (name, useHook) => {
    function Caller(): ReactElement {
      useHook();
      return <p />;
    }
    // React logs every error that nobody catches.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(() => render(<Caller />)).toThrow(
      new RegExp(`No agent desktop here, so ${name}.*Render it inside <AgentDesktopProvider>`),
    );
    vi.restoreAllMocks();
  });
});
