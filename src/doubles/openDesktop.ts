import { expect, vi } from 'vitest';
import type { AgentDesktop, DesktopOptions } from '../client/agentDesktop.ts';
import { assembleDesktop } from '../client/assembleDesktop.ts';
import type { CallRecording } from '../model/callRecording.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import type { Wire } from '../transport/wire.ts';
import type { FakeRequest, FakeWire } from './fakeWire.ts';

export interface OpenDesktop {
  readonly desktop: AgentDesktop;
  readonly fake: FakeWire;
  readonly diagnostics: readonly Diagnostic[];
  readonly disconnect: () => void;
  /** The recording of a call, or of the call `a` if no id is given. */
  readonly now: (anyId?: string) => CallRecording;
  /** Asks for an operation on the call `a`. */
  readonly press: (operationName?: RecordingOperationName) => Press;
  /** The last operation that was sent. */
  readonly lastPost: () => FakeRequest;
}

interface Press {
  /** How the promise of the operation has ended, or undefined while it is pending. */
  readonly ending: () => 'accepted' | AgentDesktopErrorCode | undefined;
}

export interface OpenDesktopOptions extends DesktopOptions {
  /** The wire with a link that the test provides. The default is the wire of `fake`. */
  readonly wire?: Wire;
  /** How many ms pass until the link can open, and then until the calls were read. */
  readonly untilOpen?: number;
}

/** Opens a desktop on a fake wire, and waits until it is live. It needs fake timers. */
export async function openDesktop(
  fake: FakeWire,
  { wire = fake.wire, untilOpen = 0, ...options }: OpenDesktopOptions = {},
): Promise<OpenDesktop> {
  const diagnostics: Diagnostic[] = [];
  const desktop = assembleDesktop(wire, {
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    ...options,
  });
  const disconnect = desktop.connect();
  await vi.advanceTimersByTimeAsync(untilOpen);
  fake.link.up();
  await vi.advanceTimersByTimeAsync(untilOpen);
  expect(desktop.connection.getState().phase).toBe('live');
  return {
    desktop,
    fake,
    diagnostics,
    disconnect,
    now: (anyId = 'a') => desktop.call(anyId).getState().recording,
    press: (operationName = 'PauseCallRecording') => {
      let ending: 'accepted' | AgentDesktopErrorCode | undefined;
      desktop.performOperation('a', operationName).then(
        () => {
          ending = 'accepted';
        },
        (error: unknown) => {
          ending = AgentDesktopError.from(error).code;
        },
      );
      return { ending: () => ending };
    },
    lastPost: () => {
      const post = fake.posts().at(-1);
      if (!post) throw new Error('Nothing was posted.');
      return post;
    },
  };
}

/** Makes the next desktop behave as if it were on another page than the ones before it. */
export function beAnotherPage(): void {
  Reflect.deleteProperty(globalThis, Symbol.for('tallylight.page.1'));
}
