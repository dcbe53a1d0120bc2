/**
 * Every sentence of the page in English. The widgets bring their own words; these are the host's.
 * The other languages have the same keys: a missing sentence is a compile error.
 */
export const demoEnglish = {
  page: {
    title: 'Tallylight demo',
    promise: 'Call recording that shows what the server said, never what was hoped.',
    aboutMock:
      'Tallylight adds recording controls to agent desktops on Genesys. This page is a small desktop on a mock server that goes wrong whenever you tell it to.',
    aboutServer: (address: string): string =>
      `Tallylight adds recording controls to agent desktops on Genesys. This page is a small desktop on ${address}.`,
    takeTour: 'Take the tour',
    drawer: 'Behind the scenes',
    close: 'Close',
  },
  header: {
    signedInAs: (name: string): string => `Signed in as ${name}`,
    language: 'Language',
    display: 'Display',
    spacing: 'Spacing',
    compact: 'Compact',
    normal: 'Normal',
    touch: 'Touch',
    highContrast: 'High contrast',
    dark: 'Dark',
  },
  outage: {
    lost: 'The connection to the server is lost.',
    lastKnown: (age: string): string =>
      `What you see was last known to be right ${age}. It may be out of date.`,
    trying: 'This page connects again by itself.',
    waiting:
      'This page is waiting for the server and tries again by itself. Your calls appear as soon as it answers.',
    signedOut: 'The server has signed you out.',
  },
  calls: {
    title: 'Calls',
    sort: 'Sort',
    asTheyCame: 'As they came',
    pausedLongestFirst: 'Paused longest first',
    ringNext: 'Ring the next caller',
    topic: 'Open invoice',
    unknownCaller: 'Unknown caller',
    details: 'Details',
    detailsOf: (caller: string): string => `Details of ${caller}`,
    ended: 'Ended',
    from: 'from',
    to: 'to',
    types: { Inbound: 'Inbound', Outbound: 'Outbound', Internal: 'Internal', Consult: 'Consult' },
    states: {
      Ringing: 'Ringing',
      Dialing: 'Dialing',
      Established: 'Established',
      Held: 'Held',
      Released: 'Ended',
      Completed: 'Ended',
    },
    answer: 'Answer',
    answerOf: (caller: string): string => `Answer ${caller}`,
    hold: 'Hold',
    retrieve: 'Take back',
    hangUp: 'Hang up',
  },
  details: {
    none: 'Open a call to see its history, take a payment, and wrap it up.',
    closeDetails: 'Close details',
    selectedCall: (caller: string): string => `${caller}, selected call`,
    customer: 'Customer',
    participants: 'Participants',
    type: 'Type',
    from: 'From',
    to: 'To',
    asServerSays: 'As the server says it',
    callId: 'Call id',
    allowedNow: 'Allowed now',
    nothing: 'Nothing',
  },
  conversation: {
    title: 'Conversation',
    about: 'An example that was written for this page.',
    agent: 'Agent',
    lines: {
      greeting: 'Good morning, how can I help you?',
      wish: 'I would like to pay my open invoice by card.',
      pause: 'Gladly. Before you read out the card number I pause the recording.',
      doubt: 'Is it certain that nobody records the number?',
      answer: 'Yes. The fields open only after the server has confirmed the pause.',
      ready: 'Good. I have the card here.',
    },
  },
  payment: {
    title: 'Payment',
    take: 'Take a payment',
    close: 'Close the payment',
    cardDetails: 'Card details',
    cardNumber: 'Card number',
    validUntil: 'Valid until',
    securityCode: 'Security code',
    pay: (amount: string): string => `Pay ${amount}`,
    taken: 'The payment was taken. This page kept no card details.',
    orTransfer: 'Or transfer the caller to the payment line.',
  },
  wrapUp: {
    title: 'Wrap-up',
    reason: 'Reason',
    paid: 'Invoice paid',
    question: 'Question answered',
    callBack: 'Call back later',
    note: 'Note',
    noCardNumbers: 'Write no card numbers here.',
    finish: 'Finish the call',
  },
  events: {
    title: 'Recording events',
    newestFirst: 'Events, newest first',
    downloadJson: 'Download JSON',
    downloadCsv: 'Download CSV',
    none: 'What happens to a recording from now on is written down here: who asked, what came of it, and how long that took.',
    time: 'Time',
    call: 'Call',
    operation: 'Operation',
    by: 'By',
    result: 'Result',
    took: 'Took',
    error: 'Error',
    thisAgent: 'This agent',
    notKnown: 'Not known',
    automatic: 'Automatic',
    requested: 'Asked for',
    confirmed: 'Confirmed',
    superseded: 'Something else happened',
    rejected: 'Refused',
    unconfirmed: 'Not confirmed',
    endedFirst: 'The call ended first',
    callEnded: 'Call ended',
    foundChanged: 'Found changed',
    changed: 'Changed',
    latest: (count: string): string => `Only the latest ${count} are kept.`,
  },
  devtools: {
    title: 'Developer tools',
  },
  rules: {
    title: 'House rules',
    about: 'What a contact centre decides for its agents, once for every call.',
    stopIsFinal: 'Stopping cannot be undone',
    pauseLimit: 'Pause limit',
    none: 'None',
    reminds: '5 minutes, then a reminder',
    resumes: '1 minute, then it resumes',
    shortcuts: 'Keyboard shortcuts',
    aboutShortcuts:
      'Alt+Shift with S starts, P pauses, R resumes, and X stops the recording of the call that has the focus.',
  },
  signIn: {
    title: 'Sign in',
    to: (address: string): string => `to ${address}`,
    mockServer: 'the mock server',
    signedOut:
      'The server signed you out. What is shown may be out of date until you sign in again.',
    userName: 'User name',
    password: 'Password',
    startSession: 'Start contact-center session',
    submit: 'Sign in',
    submitting: 'Signing in…',
    wrong: 'The user name or the password is not right.',
    refused: (status: string): string => `The server refused (HTTP ${status}). Try again later.`,
    unreachable: 'The server cannot be reached. Try again.',
    noSession: 'Signed in, but the contact-center session was not started.',
  },
  tour: {
    title: 'Six faults',
    about:
      'Each fault happens on the mock server for a call of the tour. The widget and what is true at the server are shown side by side.',
    start: 'Start the tour',
    end: 'End the tour',
    next: 'Next fault',
    play: 'Set off this fault',
    again: 'Set it off again',
    happens: 'What happens',
    watch: 'What to look for',
    agentSees: 'What the agent sees',
    serverKnows: 'What is true at the server',
    label: (caller: string): string => `${caller}, tour`,
    unreachable: 'The server tells nothing now.',
    agrees: 'The widget says what is true.',
    pending: 'The widget says that the change is not confirmed yet.',
    doubts: 'The widget says that it may be out of date or is not sure.',
    untold: 'The server has not told the page yet.',
    over: 'The call of the tour has ended.',
    notSure: 'asked for, or in doubt',
    last30: 'The last 30 seconds',
    now: 'now',
    steps: {
      lost: {
        title: 'The event is lost',
        happens: 'The agent presses Pause. The server pauses, and its event never arrives.',
        watch:
          'The widget says that it is pausing, reads the call again by itself, and then says that it is paused.',
      },
      nothingDone: {
        title: 'Accepted, but not done',
        happens: 'The agent presses Pause. The server answers “accepted” and goes on recording.',
        watch:
          'The widget never says that it is paused. After ten seconds it tells the agent to treat the call as recorded.',
      },
      refused: {
        title: 'The press is refused',
        happens: 'The agent presses Pause, and the server refuses it.',
        watch: 'The widget says that the recording goes on, and offers to try again.',
      },
      someoneElse: {
        title: 'Somebody else stops it',
        happens: 'A supervisor stops the recording. Nobody on this page asked for it.',
        watch: 'The widget says so at once. It names nobody, because the server names nobody.',
      },
      outage: {
        title: 'The server is away',
        happens:
          'The recording stops, and before the server can say so it is away for eight seconds.',
        watch:
          'The widget marks what it shows as old. As soon as the server is back, it says that the recording stopped.',
      },
      stale: {
        title: 'An old event comes late',
        happens: 'The agent presses Pause. After the pause an event from before it arrives again.',
        watch: 'The widget stays paused, because it knows which event is newer.',
      },
    },
  },
  faults: {
    title: 'Make things happen',
    about: 'This page talks to a mock server that does as it is told.',
    onThisCall: 'On this call',
    noCall: 'There is no call to do this to.',
    working: (label: string): string => `${label}…`,
    told: (label: string): string => `The mock server has been told: ${label}.`,
    notPossible: (label: string): string => `${label}: not possible in this call’s state.`,
    unknownCall: (label: string): string => `${label}: the server no longer knows this call.`,
    notUnderstood: (label: string): string => `${label}: the mock server did not understand.`,
    noAnswer: (label: string): string => `${label}: the mock server did not answer.`,
    groups: {
      somebodyElse: 'Somebody else',
      call: 'The call',
      nextEvent: 'The next event',
      nextPress: 'The next press',
      server: 'The server',
      allDay: 'All day long',
    },
    actions: {
      supervisorStop: {
        label: 'Supervisor stops recording',
        about: 'A change that nobody here asked for. The widget shows it at once.',
      },
      supervisorPause: {
        label: 'Supervisor pauses',
        about: 'It can be resumed here all the same.',
      },
      supervisorResume: {
        label: 'Supervisor resumes',
        about: 'Try it while a payment is open: its fields are blocked at once.',
      },
      supervisorStart: {
        label: 'Supervisor starts recording',
        about: 'On a call that was not recorded, or no longer.',
      },
      deviceStop: {
        label: 'The phone stops all recordings',
        about: 'One stop for every call of this agent’s device.',
      },
      ring: {
        label: 'A call rings',
        about: 'A rule records it as soon as it is answered.',
      },
      answer: {
        label: 'Answer the call',
        about: 'Only while it rings.',
      },
      hold: {
        label: 'Put it on hold',
        about: 'Holding a call does not pause its recording.',
      },
      retrieve: {
        label: 'Take it back',
        about: 'Only while it is on hold.',
      },
      release: {
        label: 'Caller hangs up',
        about: 'A call that ends while its recording is paused says so.',
      },
      complete: {
        label: 'Clear the call away',
        about: 'The server forgets a call that has ended. Its end stays on the page for a minute.',
      },
      transfer: {
        label: 'Transfer the call',
        about: 'It goes on under another id, and this agent’s recording of it stops.',
      },
      attachData: {
        label: 'Attach data',
        about: 'A message about something else: nothing changes but the details.',
      },
      shareUuid: {
        label: 'Share a callUuid',
        about: 'Two calls can have the same callUuid. Do this to both of them.',
      },
      lost: {
        label: 'Lose the next event',
        about: 'It happened, and nobody is told: the call is read again.',
      },
      late: {
        label: 'Delay the next event 3 s',
        about: 'Until then the change is pending, and what is true stays on the page.',
      },
      duplicate: {
        label: 'Send the next event twice',
        about: 'The second one changes nothing and is not announced.',
      },
      reordered: {
        label: 'Send the next two the wrong way round',
        about: 'The next event is held back until the one after it has gone out.',
      },
      stale: {
        label: 'Send an old event after the next',
        about: 'What is out of date is refused, and the diagnostics say so.',
      },
      bareEvent: {
        label: 'Leave fields out of the next event',
        about: 'A missing state is not taken for “not recording”: the call is read again.',
      },
      bareAnswer: {
        label: 'Leave fields out of the next answer',
        about: 'What the server does not say is unknown, and is not guessed.',
      },
      nodeClock: {
        label: 'Stamp the next event an hour early',
        about: 'The clocks of a cluster differ: the event is doubted and the call is read again.',
      },
      rejectNext: {
        label: 'Refuse the next operation',
        about: 'The server says no, and the widget says what is still true.',
      },
      responseWithoutEvent: {
        label: 'Server accepts and does nothing',
        about: 'After ten seconds the widget says that the change is not confirmed.',
      },
      eventBeforeResponse: {
        label: 'Send the event before the answer',
        about: 'The event counts. The answer then changes nothing.',
      },
      lostResponse: {
        label: 'Lose the answer',
        about: 'It is done, and the line breaks before the server can say so.',
      },
      slow: {
        label: 'Answer after 5 s',
        about: 'The press is pending meanwhile, and a second one is not sent.',
      },
      unavailable: {
        label: 'Fail with HTTP 503',
        about: 'Nothing was done, and it can be tried again.',
      },
      webPage: {
        label: 'Answer with a web page',
        about: 'As a proxy’s sign-in page would: HTTP 200, and no answer at all.',
      },
      restart: {
        label: 'Restart server (5 s)',
        about: 'What was last known stays, marked as old. Then the calls are read again.',
      },
      dropConnections: {
        label: 'Break all connections',
        about: 'They are made again at once.',
      },
      stall: {
        label: 'Silent network death 20 s',
        about: 'Nothing is answered, and no connection breaks.',
      },
      notificationsDown: {
        label: 'Take notifications down',
        about: 'Presses still work, and are confirmed by reading the call.',
      },
      notificationsUp: {
        label: 'Bring notifications up',
        about: 'The calls are read again.',
      },
      expireSessions: {
        label: 'Sign everybody out',
        about: 'This page knows how to sign in again by itself.',
      },
      everyEventLost: {
        label: 'Every event is lost',
        about: 'Everything is done, and nothing is told.',
      },
      everythingSlow: {
        label: 'Everything is slow',
        about: 'Answers take 1.5 s, events another 3 s.',
      },
      everythingFlaky: {
        label: 'Everything is flaky',
        about: 'Now and then something is lost, late, told twice or refused.',
      },
      calm: {
        label: 'Forget all this',
        about: 'Ends everything that was asked for here and still waits.',
      },
    },
  },
};

/** The sentences of the page in one language. */
export type DemoMessages = typeof demoEnglish;
