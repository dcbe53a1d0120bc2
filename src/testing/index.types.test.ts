import { describe, expectTypeOf, it } from 'vitest';
import type { AgentDesktop, RecordingOperationName } from '../index.ts';
import type { ControlCommand, MockServerOptions } from '../mock-server/index.ts';
import type { createSimulatedDesktop, simulatedCall, Simulation } from './index.ts';

// These lines show what a host's compiler accepts and rejects of `tallylight/testing` and
// `tallylight/mock-server`. The suite "types" checks them.

describe('a simulated desktop', () => {
  it('is a desktop', () => {
    expectTypeOf<
      ReturnType<typeof createSimulatedDesktop>['desktop']
    >().toEqualTypeOf<AgentDesktop>();
  });

  it('accepts the options that make sense without a network', () => {
    type Options = NonNullable<Parameters<typeof createSimulatedDesktop>[0]>;
    expectTypeOf<{ confirmationTimeout: 500 }>().toExtend<Options>();
    expectTypeOf<Options>().not.toHaveProperty('baseUrl');
  });

  it('has a type error on each of these lines', () => {
    expectTypeOf<Simulation['rejectNext']>().toBeCallableWith(5);
    // @ts-expect-error: the server has no such code, and 0 is not a refusal
    expectTypeOf<0>().toExtend<Parameters<Simulation['rejectNext']>[0]>();
    expectTypeOf<Simulation['supervisor']>().parameter(0).toEqualTypeOf<RecordingOperationName>();
    expectTypeOf<Simulation['advance']>().returns.toEqualTypeOf<Promise<void>>();
    // @ts-expect-error: the connection has no such part
    expectTypeOf<'websocket'>().toExtend<Parameters<Simulation['disconnect']>[0]>();
  });

  it('makes a call from an id and any other fields', () => {
    type Call = Parameters<typeof simulatedCall>[0];
    expectTypeOf<{ id: 'c1' }>().toExtend<Call>();
    expectTypeOf<{ id: 'c1'; recordingState: 'a word we do not know' }>().toExtend<Call>();
    // @ts-expect-error: the id is missing
    expectTypeOf<{ recordingState: 'Paused' }>().toExtend<Call>();
  });
});

describe('a mock server', () => {
  it('accepts the calls that a simulated desktop accepts', () => {
    expectTypeOf<{ calls: ReturnType<typeof simulatedCall>[] }>().toExtend<MockServerOptions>();
  });

  it('accepts a command with a verb and its parameters', () => {
    expectTypeOf<{ verb: 'lost' }>().toExtend<ControlCommand>();
    expectTypeOf<{ verb: 'supervisorStop'; callId: 'c1' }>().toExtend<ControlCommand>();
    // @ts-expect-error: the call is missing
    expectTypeOf<{ verb: 'supervisorStop' }>().toExtend<ControlCommand>();
    // @ts-expect-error: no such verb
    expectTypeOf<{ verb: 'explode' }>().toExtend<ControlCommand>();
  });
});
