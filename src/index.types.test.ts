import type { QueryClient } from '@tanstack/react-query';
import type { ComponentProps, ReactElement, Ref } from 'react';
import type { QueryClient as QueryClient50 } from 'react-query-5.0';
import { describe, expectTypeOf, it } from 'vitest';
import type {
  AgentDesktop,
  AgentDesktopError,
  AgentDesktopErrorCode,
  AgentDesktopErrorDetails,
  AgentDesktopOptions,
  AgentDesktopProvider,
  BlockDecisions,
  Call,
  CallEntry,
  CallId,
  CallList,
  CallNotification,
  CallSummary,
  ConfirmStop,
  ConnectionStatus,
  Diagnostic,
  ErrorNotification,
  Messages,
  MiniWindow,
  OperationOutcome,
  ParsedCallsAnswer,
  ParsedNotification,
  PauseLimit,
  ReadableStore,
  RecordingControls,
  RecordingControlsProps,
  RecordingInTitleOptions,
  RecordingOperationName,
  RecordingPolicy,
  RecordingShortcuts,
  RecordingSoundsOptions,
  RecordingStatus,
  RecordingTimeline,
  RecordingToolbar,
  ReportedRecordingState,
  SensitiveSection,
  Wire,
  createAgentDesktop,
  english,
  recordingOperations,
  useCall,
  useCalls,
  useConnectionStatus,
  useRecordingControls,
  useRecordingOperation,
  useRecordingStatus,
} from './index.ts';
import type { FrameBridgeOptions } from './element/index.ts';
import type { ControlCommand, MockServerOptions, Scenario } from './mock-server/index.ts';
import type {
  SimulatedCall,
  SimulatedDesktopOptions,
  SwitchCommand,
  simulatedCall,
} from './testing/index.ts';

// These lines show what a host's compiler accepts and rejects of `tallylight`. The suite "types"
// checks them, and nothing here runs.

describe('a widget', () => {
  type Props = ComponentProps<typeof RecordingControls>;

  it('requires a call and nothing else', () => {
    expectTypeOf<{ callId: string }>().toExtend<Props>();
    // @ts-expect-error: the call is missing
    expectTypeOf<{ callLabel: string }>().toExtend<Props>();
    // @ts-expect-error: a number is not an id
    expectTypeOf<{ callId: number }>().toExtend<Props>();
  });

  it('passes the props of a <div> on, also the ref, and renders its children itself', () => {
    expectTypeOf<Props['className']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Props['ref']>().toEqualTypeOf<Ref<HTMLDivElement> | undefined>();
    expectTypeOf<Props>().not.toHaveProperty('children');
    expectTypeOf<ComponentProps<typeof RecordingStatus>['ref']>().toExtend<
      Ref<HTMLElement> | undefined
    >();
  });

  it('hides and explains operations by their names', () => {
    expectTypeOf<RecordingControlsProps['operations']>().toEqualTypeOf<
      readonly RecordingOperationName[] | undefined
    >();
    expectTypeOf<{ StopCallRecording: 'Disputed.' }>().toExtend<
      NonNullable<RecordingControlsProps['unavailable']>
    >();
    // @ts-expect-error: the server knows no such operation
    expectTypeOf<['ToggleCallRecording']>().toExtend<RecordingControlsProps['operations']>();
  });

  it('needs a provider, which requires a desktop', () => {
    type ProviderProps = ComponentProps<typeof AgentDesktopProvider>;
    expectTypeOf<{ desktop: AgentDesktop; children: ReactElement }>().toExtend<ProviderProps>();
    // @ts-expect-error: a provider needs a desktop
    expectTypeOf<{ children: ReactElement }>().toExtend<ProviderProps>();
    expectTypeOf<false>().toExtend<ProviderProps['pauseReminder']>();
    // @ts-expect-error: only `false` or times are allowed; `true` does not say when to remind
    expectTypeOf<true>().toExtend<ProviderProps['pauseReminder']>();
  });
});

// Hosts with `exactOptionalPropertyTypes` could not pass on an optional prop of their own.
describe('an explicit undefined', () => {
  /** The optional properties that do not accept undefined. Of a union, those of each member. */
  type MustBeLeftOut<Type> = Type extends unknown
    ? {
        [Key in keyof Type]-?: object extends Pick<Type, Key>
          ? undefined extends Required<Type>[Key]
            ? never
            : Key
          : never;
      }[keyof Type]
    : never;

  it('is found where it is not accepted', () => {
    expectTypeOf<
      MustBeLeftOut<{ one?: string; two?: string | undefined }>
    >().toEqualTypeOf<'one'>();
    expectTypeOf<MustBeLeftOut<{ one?: string } | { two?: string; three: string }>>().toEqualTypeOf<
      'one' | 'two'
    >();
  });

  it('is accepted for every prop of a widget', () => {
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof AgentDesktopProvider>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof RecordingControls>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof RecordingStatus>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof ConnectionStatus>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof SensitiveSection>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof PauseLimit>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof ConfirmStop>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof RecordingTimeline>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof CallList>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof RecordingToolbar>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof CallSummary>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ComponentProps<typeof MiniWindow>>>().toBeNever();
  });

  it('is accepted for every option', () => {
    expectTypeOf<MustBeLeftOut<AgentDesktopOptions>>().toBeNever();
    expectTypeOf<MustBeLeftOut<NonNullable<Exclude<PauseReminderProp, false>>>>().toBeNever();
    expectTypeOf<MustBeLeftOut<SimulatedDesktopOptions>>().toBeNever();
    expectTypeOf<MustBeLeftOut<MockServerOptions>>().toBeNever();
    type Bayeux = ReturnType<NonNullable<MockServerOptions['createBayeux']>>;
    expectTypeOf<MustBeLeftOut<Bayeux>>().toBeNever();
    expectTypeOf<MustBeLeftOut<Wire>>().toBeNever();
    expectTypeOf<MustBeLeftOut<Wire['link']>>().toBeNever();
    expectTypeOf<MustBeLeftOut<BlockDecisions>>().toBeNever();
    expectTypeOf<MustBeLeftOut<FrameBridgeOptions>>().toBeNever();
    expectTypeOf<MustBeLeftOut<RecordingPolicy>>().toBeNever();
    expectTypeOf<MustBeLeftOut<RecordingShortcuts>>().toBeNever();
    expectTypeOf<MustBeLeftOut<RecordingInTitleOptions>>().toBeNever();
    expectTypeOf<MustBeLeftOut<RecordingSoundsOptions>>().toBeNever();
    expectTypeOf<MustBeLeftOut<AgentDesktopErrorDetails>>().toBeNever();
    expectTypeOf<MustBeLeftOut<Messages>>().toBeNever();
  });

  it('is accepted in the commands for the mock server and the simulated switch', () => {
    expectTypeOf<MustBeLeftOut<ControlCommand>>().toBeNever();
    expectTypeOf<MustBeLeftOut<SwitchCommand>>().toBeNever();
    expectTypeOf<MustBeLeftOut<SimulatedCall>>().toBeNever();
    expectTypeOf<MustBeLeftOut<Parameters<typeof simulatedCall>[0]>>().toBeNever();
    expectTypeOf<MustBeLeftOut<Scenario>>().toBeNever();
  });

  // An adapter gets these fields from a server that may leave each of them out.
  it('is accepted in the calls and messages that an adapter returns', () => {
    expectTypeOf<MustBeLeftOut<Call>>().toBeNever();
    expectTypeOf<MustBeLeftOut<Call['participants'][number]>>().toBeNever();
    expectTypeOf<MustBeLeftOut<CallNotification | ErrorNotification>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ParsedNotification>>().toBeNever();
    expectTypeOf<MustBeLeftOut<ParsedCallsAnswer>>().toBeNever();
  });
  type PauseReminderProp = ComponentProps<typeof AgentDesktopProvider>['pauseReminder'];
});

describe('the provider', () => {
  type Client = NonNullable<ComponentProps<typeof AgentDesktopProvider>['queryClient']>;

  // A host with another 5.x got a type error, because classes with private fields are different
  // types in each version.
  it('accepts the client of any react-query 5', () => {
    expectTypeOf<QueryClient>().toExtend<Client>();
    expectTypeOf<QueryClient50>().toExtend<Client>();
    // @ts-expect-error: a client without mutations
    expectTypeOf<{ getQueryCache: () => object }>().toExtend<Client>();
  });
});

describe('a hook', () => {
  it('returns the answer to its one question', () => {
    expectTypeOf<typeof useCalls>().returns.toEqualTypeOf<readonly CallId[]>();
    expectTypeOf<typeof useCall>().parameters.toEqualTypeOf<[callId: CallId]>();
    expectTypeOf<typeof useRecordingStatus>()
      .returns.toHaveProperty('isStale')
      .toEqualTypeOf<boolean>();
    expectTypeOf<typeof useRecordingOperation>()
      .returns.parameter(0)
      .toEqualTypeOf<RecordingOperationName>();
  });

  it('returns button props for a <button>, and never the attribute disabled', () => {
    type Button = ReturnType<typeof useRecordingControls>['buttons'][number];
    expectTypeOf<Button['buttonProps']>().toExtend<ComponentProps<'button'>>();
    expectTypeOf<Button['buttonProps']>().not.toHaveProperty('disabled');
    expectTypeOf<Button['operationName']>().toEqualTypeOf<RecordingOperationName>();
    expectTypeOf<Button['slot']>().toEqualTypeOf<'primary' | 'stop'>();
  });

  it('has a reason and a time for a lost connection, and neither for a live one', () => {
    type Status = ReturnType<typeof useConnectionStatus>;
    expectTypeOf<Extract<Status, { phase: 'lost' }>>()
      .toHaveProperty('reason')
      .toEqualTypeOf<AgentDesktopErrorCode>();
    expectTypeOf<Extract<Status, { phase: 'live' }>>().toEqualTypeOf<{ readonly phase: 'live' }>();
  });
});

describe('a closed union', () => {
  it('of error codes can be used in a complete switch', () => {
    const whoseFault = (code: AgentDesktopErrorCode): 'ours' | 'server' | 'network' | 'agent' => {
      switch (code) {
        case 'invalid-request':
        case 'invalid-option':
        case 'no-agent-desktop':
        case 'headers-failed':
        case 'csrf-refused':
        case 'cookies-blocked':
        case 'wrong-address':
          return 'ours';
        case 'server-error':
        case 'server-busy':
        case 'unexpected-response':
        case 'call-not-found':
          return 'server';
        case 'network':
        case 'timeout':
        case 'aborted':
          return 'network';
        case 'not-allowed-now':
        case 'no-permission':
        case 'not-signed-in':
        case 'operation-pending':
        case 'operation-not-allowed':
        case 'vetoed':
          return 'agent';
        default:
          return code satisfies never;
      }
    };
    expectTypeOf(whoseFault).parameter(0).toEqualTypeOf<AgentDesktopErrorCode>();
    expectTypeOf<AgentDesktopError['code']>().toEqualTypeOf<AgentDesktopErrorCode>();
    // @ts-expect-error: this is not an error code
    expectTypeOf<'teapot'>().toExtend<AgentDesktopErrorCode>();
  });

  it('of states, operations, endings and diagnostics contains each of them', () => {
    expectTypeOf<ReportedRecordingState>().toEqualTypeOf<
      'Recording' | 'Paused' | 'Stopped' | 'None' | 'Unknown'
    >();
    expectTypeOf<RecordingOperationName>().toEqualTypeOf<
      'StartCallRecording' | 'PauseCallRecording' | 'ResumeCallRecording' | 'StopCallRecording'
    >();
    expectTypeOf<keyof typeof recordingOperations>().toEqualTypeOf<RecordingOperationName>();
    expectTypeOf<OperationOutcome['ending']>().toEqualTypeOf<
      'confirmed' | 'superseded' | 'rejected' | 'unconfirmed' | 'ended'
    >();
    // Only an operation that was refused has an error.
    expectTypeOf<
      Extract<OperationOutcome, { ending: 'rejected' }>['error']
    >().toEqualTypeOf<AgentDesktopError>();
    expectTypeOf<Exclude<OperationOutcome, { ending: 'rejected' }>>().not.toHaveProperty('error');
    expectTypeOf<Diagnostic>().toHaveProperty('code').toExtend<string>();
  });
});

describe('a catalogue of texts', () => {
  it('has to contain every text', () => {
    expectTypeOf<typeof english>().toEqualTypeOf<Messages>();
    // @ts-expect-error: the texts for calls are missing
    expectTypeOf<Omit<Messages, 'calls'>>().toExtend<Messages>();
    type WithoutStop = Omit<Messages['operations'], 'StopCallRecording'>;
    // @ts-expect-error: nor without the words for one operation
    expectTypeOf<WithoutStop>().toExtend<Messages['operations']>();
    // @ts-expect-error: the announcements are missing
    expectTypeOf<Omit<Messages, 'spoken'>>().toExtend<Messages>();
  });
});

describe('the client', () => {
  it('can be made without options, and accepts each documented option', () => {
    expectTypeOf<typeof createAgentDesktop>().toBeCallableWith();
    expectTypeOf<typeof createAgentDesktop>().toBeCallableWith({
      baseUrl: 'https://gws.example',
      headers: async () => ({ Authorization: 'Bearer …' }),
      confirmationTimeout: 5_000,
    });
    expectTypeOf<typeof createAgentDesktop>().returns.toEqualTypeOf<AgentDesktop>();
    // @ts-expect-error: headers have to be a function, so that credentials are not stored
    expectTypeOf<{ Authorization: string }>().toExtend<AgentDesktopOptions['headers']>();
    // @ts-expect-error: there is no such transport
    expectTypeOf<'polling'>().toExtend<AgentDesktopOptions['transport']>();
    expectTypeOf<AgentDesktopOptions>().not.toHaveProperty('password');
  });

  it('rejects an async veto, because "Pausing…" must not be shown for an operation that was not sent', () => {
    type Veto = NonNullable<AgentDesktopOptions['onBeforeOperation']>;
    expectTypeOf<() => undefined>().toExtend<Veto>();
    // @ts-expect-error: a promise is not a reason
    expectTypeOf<() => Promise<string>>().toExtend<Veto>();
  });

  it('has stores that can be read and not written', () => {
    expectTypeOf<AgentDesktop['call']>().returns.toEqualTypeOf<ReadableStore<CallEntry>>();
    expectTypeOf<AgentDesktop['connection']>().not.toHaveProperty('setState');
    expectTypeOf<AgentDesktop>().not.toHaveProperty('toggle');
  });
});
