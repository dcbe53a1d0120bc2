import { useRef, useState, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import {
  AgentDesktopProvider,
  createAgentDesktop,
  keepRecordingHistory,
  useRecordingShortcuts,
  watchRecordingEvents,
  type AgentDesktop,
} from '../index.ts';
import { Banner } from './Banner.tsx';
import { CallDetails } from './CallDetails.tsx';
import { Calls, detailsButtonId } from './Calls.tsx';
import { Devtools, keepLog } from './Devtools.tsx';
import { Drawer } from './Drawer.tsx';
import { EventLog, mostEvents, type LoggedEvent } from './EventLog.tsx';
import { FaultPanel } from './FaultPanel.tsx';
import { Header } from './Header.tsx';
import { HouseRules } from './HouseRules.tsx';
import { Intro } from './Intro.tsx';
import { createLog, type Log } from './log.ts';
import { basicHeaders, type Server, type SignInWarning } from './server.ts';
import { recordingShortcuts } from './rules.tsx';
import { useSettings } from './settings.ts';
import { SignIn } from './SignIn.tsx';
import { Tour } from './Tour.tsx';
import type { Words } from './words/loadWords.ts';
import { useChosenWords, useWords, WordsContext } from './words/useWords.ts';

/** The user who is signed in, with the desktop of that user. */
interface AgentSession {
  readonly userName: string;
  readonly desktop: AgentDesktop;
  readonly events: Log<LoggedEvent>;
}

export interface AppProps {
  readonly server: Server;
  /** The words of the language that was chosen when the page was opened. */
  readonly firstWords: Words;
}

/** The page. Signing in is done here, by the host. Everything about recording is the library's. */
export function App({ server, firstWords }: AppProps): ReactElement {
  const [signInReason, setSignInReason] = useState<'first' | 'signed-out' | undefined>(
    server.kind === 'gws' ? 'first' : undefined,
  );
  const [warning, setWarning] = useState<SignInWarning>();
  const words = useChosenWords(firstWords);
  const main = useRef<HTMLElement>(null);

  const begin = (userName: string, headers?: () => Record<string, string>): AgentSession => {
    const events = createLog<LoggedEvent>(mostEvents);
    const desktop = createAgentDesktop({
      headers,
      ...confirmationTimeout(),
      onSignedOut: () => {
        setSignInReason('signed-out');
      },
    });
    // The history is kept from the first message on, also before a timeline is shown.
    keepRecordingHistory(desktop);
    void keepLog(desktop);
    watchRecordingEvents(desktop, (event) => {
      events.add({ event, call: desktop.call(event.callId).getState().call });
    });
    return { userName, desktop, events };
  };

  const [session, setSession] = useState<AgentSession | undefined>(() =>
    server.kind === 'mock' ? begin(mockUser.userName, () => basicHeaders(mockUser)) : undefined,
  );

  const onSignedIn = (userName: string, newWarning: SignInWarning | undefined): void => {
    flushSync(() => {
      setSignInReason(undefined);
      setWarning(newWarning);
      if (session?.userName === userName) void session.desktop.refresh();
      // The calls of another agent must not be shown.
      else setSession(begin(userName));
    });
    // The focus was in the form, which is no longer there.
    main.current?.focus();
  };

  const signInForm = signInReason && (
    <SignIn
      reason={signInReason}
      address={server.kind === 'gws' ? server.address : words.own.signIn.mockServer}
      onSignedIn={onSignedIn}
    />
  );

  return (
    <WordsContext value={words}>
      {!session ? (
        <>
          <Header userName={undefined} />
          <main ref={main} tabIndex={-1} className="narrow-main">
            <Intro server={server} hasTour={false} />
            {signInForm}
          </main>
        </>
      ) : (
        <AgentDesktopProvider
          key={session.userName}
          desktop={session.desktop}
          messages={words.widgets}
        >
          <Header userName={session.userName} />
          <div className="page">
            <main ref={main} tabIndex={-1}>
              <Banner>
                <Intro server={server} hasTour={server.kind === 'mock'} />
              </Banner>
              {signInForm}
              {warning !== undefined && (
                <p role="alert" className="notice">
                  {words.own.signIn[warning]}
                </p>
              )}
              <Workplace server={server} />
              <EventLog log={session.events} />
            </main>
            <Drawer>
              <HouseRules />
              {server.kind === 'mock' && <FaultPanel />}
              <Devtools />
            </Drawer>
          </div>
        </AgentDesktopProvider>
      )}
    </WordsContext>
  );
}

/** The calls, and beside them the one that the agent has opened, and the tour. */
function Workplace({ server }: { readonly server: Server }): ReactElement {
  const { none } = useWords().details;
  const [selected, setSelected] = useState<string>();
  const shortcuts = useRecordingShortcuts(recordingShortcuts[useSettings().shortcuts]);
  const isMock = server.kind === 'mock';

  return (
    <div className="workplace" ref={shortcuts}>
      <Calls selected={selected} onSelect={setSelected} hasPhone={isMock} />
      <div className="work">
        {selected !== undefined && (
          <CallDetails
            key={selected}
            callId={selected}
            hasPhone={isMock}
            onClose={() => {
              const opener = document.getElementById(detailsButtonId(selected));
              // A call that ended a minute ago has left the list.
              (opener ?? document.querySelector('main'))?.focus();
              setSelected(undefined);
            }}
          />
        )}
        {isMock && <Tour />}
        {selected === undefined && <p className="empty quiet">{none}</p>}
      </div>
    </div>
  );
}

/** The first user that the mock knows. See `mockUsers` there. */
const mockUser = { userName: 'agent', password: 'agent' };

/**
 * Reads `?confirmationTimeout=1500` (ms), for tests and for people who do not want to wait 10 s.
 */
function confirmationTimeout(): { confirmationTimeout?: number } {
  const asked = Number(new URLSearchParams(location.search).get('confirmationTimeout'));
  return asked > 0 ? { confirmationTimeout: asked } : {};
}
