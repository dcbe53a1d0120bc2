import type { Page } from 'playwright-core';
import type { ControlCommand } from '../../src/mock-server/control.ts';
import type { MockServer } from '../../src/mock-server/createMockServer.ts';
import type { JavaGws, SessionsEnd } from '../java-gws/createJavaGws.ts';
import type { NetworkProxy } from './networkProxy.ts';
import { press, targetOf } from './pressButton.ts';
import type { Step } from './schedule.ts';

/** What the steps of a run happen to. */
export interface StepPerformerOptions {
  readonly tabs: readonly Page[];
  readonly mock: Pick<MockServer, 'control'>;
  /** The Java server, if it is the server of this run. */
  readonly javaGws: JavaGws | undefined;
  readonly proxy: Pick<NetworkProxy, 'apply'>;
  readonly random: () => number;
  /** The network begins to drop data without an error. */
  readonly onSilence: () => void;
  /** A connection breaks, and the browser may send its long-poll again without telling the page. */
  readonly onBreak: () => void;
  readonly log: (line: string) => unknown;
}

/** Makes the function that makes a step of a schedule happen. */
export function createStepPerformer(options: StepPerformerOptions): (step: Step) => Promise<void> {
  const { tabs, mock, javaGws, proxy, random, onSilence, onBreak, log } = options;

  return async (step) => {
    switch (step.do) {
      case 'press':
        await pressInTabs(step);
        return;
      case 'setClock':
        await setClock(step.ms);
        return;
      case 'mock':
        await control(step.command);
        return;
      case 'network': {
        const { kind } = step.fault;
        if (kind === 'goSilent' || kind === 'holdBack') onSilence();
        if (kind === 'cut' || kind === 'refuse') onBreak();
        proxy.apply(step.fault);
        log(`proxy ${JSON.stringify(step.fault)}`);
        return;
      }
      default:
        step satisfies never;
    }
  };

  async function pressInTabs(step: Extract<Step, { readonly do: 'press' }>): Promise<void> {
    for (const fault of step.faults) await mock.control(fault);
    const pressed = tabs.filter((_, tab) => step.tab === 'both' || step.tab === tab);
    const targets = await Promise.all(
      pressed.map((page) => targetOf(page, step.callId, step.choice)),
    );
    await Promise.all(
      pressed.map(async (page, index) => press(page, targets[index], step.isDouble)),
    );
    const label = targets[0]?.label;
    const { rivalAfter } = step;
    log(
      `press ${step.callId.slice(-3)} ${label ?? '(no button)'}${step.isDouble ? ' twice' : ''} in tab ${step.tab} ${JSON.stringify(step.faults)}${rivalAfter === undefined ? '' : `, and somebody else ${rivalAfter} ms later`}`,
    );
    const verb = rivalVerbs.get(label?.split(' ')[0] ?? '');
    if (verb && rivalAfter !== undefined)
      setTimeout(() => void mock.control({ verb, callId: step.callId }), rivalAfter);
  }

  async function setClock(ms: number): Promise<void> {
    for (const page of tabs)
      // main.tsx of the page has put it there.
      await page.evaluate(
        (far) => (window as unknown as { setClock: (ms: number) => void }).setClock(far),
        ms,
      );
    log(`the client's clock is set ${ms} ms from the true time`);
  }

  async function control(command: ControlCommand): Promise<void> {
    const { verb } = command;
    if (verb === 'stall') onSilence();
    if (verb === 'dropConnections') onBreak();
    const sent = javaGws ? toJavaCommand(command, random) : command;
    if (sent.verb === 'endSessions' && endsUnnoticed(sent)) onSilence();
    // The schedule continues during a restart or while the process is frozen, so nothing waits for
    // those.
    const answer = sent.verb === 'endSessions' ? javaGws?.control(sent) : mock.control(sent);
    const isAwaited = verb !== 'restart' && !javaGws;
    const outcome = isAwaited ? (await answer)?.statusCode : undefined;
    log(`${JSON.stringify(sent)}${outcome ? ` → ${outcome}` : ''}`);
  }
}

/** Sessions can end in several ways on the Java server, so one of them is chosen at random. */
function toJavaCommand(
  command: ControlCommand,
  random: () => number,
): ControlCommand | SessionsEnd {
  if (command.verb !== 'expireSessions') return command;
  const end = sessionsEnds[Math.floor(random() * sessionsEnds.length)];
  return { verb: 'endSessions', http: 'kept', bayeux: 'removed', ...end };
}

const sessionsEnds: readonly Omit<SessionsEnd, 'verb'>[] = [
  { http: 'invalidated', bayeux: 'kept' },
  { http: 'kept', bayeux: 'swept' },
  { http: 'kept', bayeux: 'removed' },
  { http: 'kept', bayeux: 'disconnected' },
  { http: 'invalidated', bayeux: 'removed' },
  { http: 'invalidated', bayeux: 'disconnected' },
];

/** The server goes on holding the poll, so nothing can be noticed before it is answered. */
function endsUnnoticed({ bayeux }: SessionsEnd): boolean {
  return bayeux === 'swept' || bayeux === 'removed';
}

type SupervisorVerb = 'supervisorStart' | 'supervisorPause' | 'supervisorResume' | 'supervisorStop';

/**
 * The command with which somebody else makes the same change as a button, by the first word of the
 * button's name.
 */
const rivalVerbs: ReadonlyMap<string, SupervisorVerb> = new Map<string, SupervisorVerb>([
  ['Start', 'supervisorStart'],
  ['Pause', 'supervisorPause'],
  ['Resume', 'supervisorResume'],
  ['Stop', 'supervisorStop'],
]);
