import { useContext, useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import { nameOf } from '../../src/demo/caller.ts';
import { FaultPanel } from '../../src/demo/FaultPanel.tsx';
import { basicHeaders } from '../../src/demo/server.ts';
import type { Log } from '../../src/demo/log.ts';
import {
  AgentDesktopProvider,
  CallList,
  ConnectionStatus,
  createAgentDesktop,
  useCall,
  type AgentDesktop,
} from '../../src/index.ts';
import { startingCalls } from '../../src/testing/index.ts';
import { StoryLanguage } from '../language.tsx';
import { openMock, type MockInPage } from './openMock.ts';
import type { WireLine } from './wireLines.ts';
import './playground.css';

interface Running {
  readonly mock: MockInPage;
  readonly desktop: AgentDesktop;
}

/** An agent's desktop, the mock server that it talks to, and what they say to each other. */
export function Playground(): ReactElement {
  const messages = useContext(StoryLanguage);
  const running = useMockInPage();
  if (!running) return <p className="playground-start">The mock server starts…</p>;
  const { desktop, mock } = running;
  return (
    <AgentDesktopProvider desktop={desktop} messages={messages}>
      {/* The widgets are in the language of the toolbar, and the rest of the book is in English. */}
      <div className="playground" lang="en" dir="ltr">
        <section aria-labelledby="playground-desk">
          <h3 id="playground-desk">What the agent sees</h3>
          <ConnectionStatus />
          <CallList callLabel={nameOf}>{callerOf}</CallList>
        </section>
        <div className="playground-faults">
          <FaultPanel />
        </div>
        <Wire log={mock.wire} />
      </div>
    </AgentDesktopProvider>
  );
}

function callerOf(callId: string): ReactElement {
  return <Caller callId={callId} />;
}

function Caller({ callId }: { readonly callId: string }): ReactElement {
  const call = useCall(callId);
  return <strong>{nameOf(call)}</strong>;
}

/** Starts a server and a desktop for this page, which exist as long as the component is shown. */
function useMockInPage(): Running | undefined {
  const [running, setRunning] = useState<Running>();
  useEffect(() => {
    let isShown = true;
    let close = (): void => undefined;
    // Two calls, so that the wire is on the screen beside them.
    void openMock({ calls: startingCalls().slice(0, 2) }).then((mock) => {
      ({ close } = mock);
      if (!isShown) {
        close();
        return;
      }
      const desktop = createAgentDesktop({
        headers: () => basicHeaders({ userName: 'agent', password: 'agent' }),
        // Each page has a server of its own, so there is nothing to share with another tab.
        shareConnection: false,
      });
      setRunning({ mock, desktop });
    });
    return () => {
      isShown = false;
      close();
    };
  }, []);
  return running;
}

/** What was sent and received, newest first. */
function Wire({ log }: { readonly log: Log<WireLine> }): ReactElement {
  const all = useSyncExternalStore(log.subscribe, log.entries);
  const [showsUpkeep, setShowsUpkeep] = useState(false);
  const shown = all.filter(({ kind }) => showsUpkeep || kind !== 'upkeep');
  const hidden = all.length - shown.length;
  // The Tab key reaches the list, so that the arrow keys can scroll it.
  const scrolls = {
    className: 'scrolls',
    role: 'group',
    'aria-label': 'Newest first',
    tabIndex: 0,
  } as const;
  return (
    <section className="wire" aria-labelledby="playground-wire">
      <h3 id="playground-wire">What goes over the wire</h3>
      <label>
        <input
          type="checkbox"
          checked={showsUpkeep}
          onChange={({ target }) => {
            setShowsUpkeep(target.checked);
          }}
        />{' '}
        Also show the messages by which CometD keeps its session{' '}
        {hidden > 0 && <span className="quiet">({hidden} hidden)</span>}
      </label>
      <div {...scrolls}>
        <ol>
          {shown.map((line) => (
            <li key={line.key} data-direction={line.direction} data-kind={line.kind}>
              <details>
                <summary>
                  <time dateTime={new Date(line.at).toISOString()}>{clockOf(line.at)}</time>{' '}
                  <strong>{line.direction}</strong> <code>{line.what}</code> <em>{line.about}</em>
                </summary>
                <pre>{line.body}</pre>
              </details>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

function clockOf(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 1,
  });
}
