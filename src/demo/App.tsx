import { useEffect, useRef, useState, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import {
  AgentDesktopProvider,
  createAgentDesktop,
  english,
  keepRecordingHistory,
  loadMessages,
  useRecordingShortcuts,
  watchRecordingEvents,
  type AgentDesktop,
  type Messages,
} from '../index.ts';
import { CallDetails } from './CallDetails.tsx';
import { callerOf } from './caller.ts';
import { Calls, detailsButtonId } from './Calls.tsx';
import { DiagnosticsLog, lineOf, type DiagnosticLine } from './DiagnosticsLog.tsx';
import { EventLog, mostEvents, type LoggedEvent } from './EventLog.tsx';
import { FaultPanel } from './FaultPanel.tsx';
import { Header } from './Header.tsx';
import { HouseRules } from './HouseRules.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';
import { createLog, type Log } from './log.ts';
import { basicHeaders, type Server } from './server.ts';
import { recordingShortcuts } from './rules.tsx';
import { changeSetting, useSettings } from './settings.ts';
import { SignIn } from './SignIn.tsx';

/** The user who is signed in, with the desktop of that user. */
interface Sitting {
  readonly userName: string;
  readonly desktop: AgentDesktop;
  readonly events: Log<LoggedEvent>;
  readonly diagnostics: Log<DiagnosticLine>;
}

/** The page. Signing in is done here, by the host. Everything about recording is the library's. */
export function App({ server }: { readonly server: Server }): ReactElement {
  const [signInReason, setSignInReason] = useState<'first' | 'signed-out' | undefined>(
    server.kind === 'gws' ? 'first' : undefined,
  );
  const [warning, setWarning] = useState<string>();
  const messages = useMessages();
  const main = useRef<HTMLElement>(null);

  const begin = (userName: string, headers?: () => Record<string, string>): Sitting => {
    const events = createLog<LoggedEvent>(mostEvents);
    const diagnostics = createLog<DiagnosticLine>(20);
    const desktop = createAgentDesktop({
      ...(headers && { headers }),
      ...confirmationTimeout(),
      onDiagnostic: (diagnostic) => {
        diagnostics.add(lineOf(diagnostic));
      },
      onSignedOut: () => {
        setSignInReason('signed-out');
      },
    });
    // The history is kept from the first message on, also before a timeline is shown.
    keepRecordingHistory(desktop);
    watchRecordingEvents(desktop, (event) => {
      const { call } = desktop.call(event.callId).getState();
      events.add({ event, caller: callerOf(call) });
    });
    return { userName, desktop, events, diagnostics };
  };

  const [sitting, setSitting] = useState<Sitting | undefined>(() =>
    server.kind === 'mock' ? begin(mockUser.userName, () => basicHeaders(mockUser)) : undefined,
  );

  const onSignedIn = (userName: string, newWarning: string | undefined): void => {
    flushSync(() => {
      setSignInReason(undefined);
      setWarning(newWarning);
      if (sitting?.userName === userName) void sitting.desktop.refresh();
      // The calls of another agent must not be shown.
      else setSitting(begin(userName));
    });
    // The focus was in the form, which is no longer there.
    main.current?.focus();
  };

  const signInForm = signInReason && (
    <SignIn
      reason={signInReason}
      address={server.kind === 'gws' ? server.address : 'the mock server'}
      onSignedIn={onSignedIn}
    />
  );

  if (!sitting) {
    return (
      <>
        <Header userName={undefined} />
        <main ref={main} tabIndex={-1} className="narrow-main">
          {signInForm}
        </main>
      </>
    );
  }
  return (
    <AgentDesktopProvider key={sitting.userName} desktop={sitting.desktop} messages={messages}>
      <Header userName={sitting.userName}>
        <LanguageSelect shown={messages.locale} />
      </Header>
      <main ref={main} tabIndex={-1}>
        {signInForm}
        {warning !== undefined && (
          <p role="alert" className="notice">
            {warning}
          </p>
        )}
        <div className="desk">
          <Workplace />
          <EventLog log={sitting.events} />
        </div>
        <aside aria-label="Behind the scenes" className="backstage">
          <HouseRules />
          {server.kind === 'mock' && <FaultPanel />}
          <DiagnosticsLog log={sitting.diagnostics} />
        </aside>
      </main>
    </AgentDesktopProvider>
  );
}

/** The catalogue of the language that was asked for; until it is fetched, the one before. */
function useMessages(): Messages {
  const { language } = useSettings();
  const [messages, setMessages] = useState<Messages>(english);
  const { locale } = messages;

  useEffect(() => {
    if (language === locale) return undefined;
    let isWanted = true;
    loadMessages(language).then(
      (fetched) => {
        if (isWanted) setMessages(fetched);
      },
      (error: unknown) => {
        console.error(error);
        if (isWanted) changeSetting('language', locale);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [language, locale]);

  return messages;
}

/** The calls, and the details of the one that the agent has chosen. */
function Workplace(): ReactElement {
  const [selected, setSelected] = useState<string>();
  const shortcuts = useRecordingShortcuts(recordingShortcuts[useSettings().shortcuts]);

  return (
    <div className="workplace" ref={shortcuts}>
      <Calls selected={selected} onSelect={setSelected} />
      {selected !== undefined && (
        <CallDetails
          key={selected}
          callId={selected}
          onClose={() => {
            const opener = document.getElementById(detailsButtonId(selected));
            // A call that ended a minute ago has left the list.
            (opener ?? document.querySelector('main'))?.focus();
            setSelected(undefined);
          }}
        />
      )}
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
