import type { DemoMessages } from '../english.ts';

export const german: DemoMessages = {
  page: {
    title: 'Tallylight-Demo',
    promise: 'Gesprächsaufzeichnung, die zeigt, was der Server gesagt hat, und nie, was man hofft.',
    aboutMock:
      'Tallylight ergänzt Agentenoberflächen auf Genesys um die Steuerung der Aufzeichnung. Diese Seite ist eine kleine Agentenoberfläche an einem Testserver, bei dem auf Wunsch alles schiefgeht.',
    aboutServer: (address) =>
      `Tallylight ergänzt Agentenoberflächen auf Genesys um die Steuerung der Aufzeichnung. Diese Seite ist eine kleine Agentenoberfläche an ${address}.`,
    takeTour: 'Zur Führung',
    drawer: 'Hinter den Kulissen',
    close: 'Schließen',
  },
  header: {
    signedInAs: (name) => `Angemeldet als ${name}`,
    language: 'Sprache',
    display: 'Anzeige',
    spacing: 'Abstände',
    compact: 'Kompakt',
    normal: 'Normal',
    touch: 'Für Finger',
    highContrast: 'Hoher Kontrast',
    dark: 'Dunkel',
  },
  outage: {
    lost: 'Die Verbindung zum Server ist unterbrochen.',
    lastKnown: (age) => `Was Sie sehen, war zuletzt ${age} sicher richtig. Es kann veraltet sein.`,
    trying: 'Diese Seite verbindet sich von selbst wieder.',
    waiting:
      'Diese Seite wartet auf den Server und versucht es von selbst weiter. Ihre Gespräche erscheinen, sobald er antwortet.',
    signedOut: 'Der Server hat Sie abgemeldet.',
  },
  calls: {
    title: 'Gespräche',
    sort: 'Sortierung',
    asTheyCame: 'Nach Eingang',
    pausedLongestFirst: 'Am längsten pausiert zuerst',
    ringNext: 'Nächster Anruf',
    topic: 'Offene Rechnung',
    unknownCaller: 'Unbekannter Anrufer',
    details: 'Details',
    detailsOf: (caller) => `Details zu ${caller}`,
    ended: 'Beendet',
    from: 'von',
    to: 'an',
    types: {
      Inbound: 'Eingehend',
      Outbound: 'Ausgehend',
      Internal: 'Intern',
      Consult: 'Rückfrage',
    },
    states: {
      Ringing: 'Klingelt',
      Dialing: 'Wird gewählt',
      Established: 'Verbunden',
      Held: 'Gehalten',
      Released: 'Beendet',
      Completed: 'Beendet',
    },
    answer: 'Annehmen',
    answerOf: (caller) => `Anruf von ${caller} annehmen`,
    hold: 'Halten',
    retrieve: 'Zurückholen',
    hangUp: 'Auflegen',
  },
  details: {
    none: 'Öffnen Sie ein Gespräch, um seinen Verlauf zu sehen, eine Zahlung anzunehmen und es nachzubearbeiten.',
    closeDetails: 'Details schließen',
    selectedCall: (caller) => `${caller}, gewähltes Gespräch`,
    customer: 'Kunde',
    participants: 'Teilnehmer',
    type: 'Art',
    from: 'Von',
    to: 'An',
    asServerSays: 'Wie es der Server sagt',
    callId: 'Gesprächs-ID',
    allowedNow: 'Jetzt erlaubt',
    nothing: 'Nichts',
  },
  conversation: {
    title: 'Gesprächsverlauf',
    about: 'Ein Beispiel, das für diese Seite geschrieben wurde.',
    agent: 'Agent',
    lines: {
      greeting: 'Guten Morgen, wie kann ich Ihnen helfen?',
      wish: 'Ich möchte meine offene Rechnung mit der Karte bezahlen.',
      pause: 'Gern. Bevor Sie mir die Kartennummer nennen, pausiere ich die Aufzeichnung.',
      doubt: 'Ist es sicher, dass niemand die Nummer aufzeichnet?',
      answer: 'Ja. Die Felder öffnen sich erst, wenn der Server die Pause bestätigt hat.',
      ready: 'Gut. Ich habe die Karte hier.',
    },
  },
  payment: {
    title: 'Zahlung',
    take: 'Zahlung annehmen',
    close: 'Zahlung schließen',
    cardDetails: 'Kartendaten',
    cardNumber: 'Kartennummer',
    validUntil: 'Gültig bis',
    securityCode: 'Prüfnummer',
    pay: (amount) => `${amount} bezahlen`,
    taken: 'Die Zahlung wurde angenommen. Diese Seite hat keine Kartendaten behalten.',
    orTransfer: 'Oder leiten Sie den Anrufer an die Zahlungshotline weiter.',
  },
  wrapUp: {
    title: 'Nachbearbeitung',
    reason: 'Grund',
    paid: 'Rechnung bezahlt',
    question: 'Frage beantwortet',
    callBack: 'Später zurückrufen',
    note: 'Notiz',
    noCardNumbers: 'Schreiben Sie hier keine Kartennummern.',
    finish: 'Gespräch abschließen',
  },
  events: {
    title: 'Ereignisse der Aufzeichnung',
    newestFirst: 'Ereignisse, neueste zuerst',
    downloadJson: 'JSON herunterladen',
    downloadCsv: 'CSV herunterladen',
    none: 'Was von jetzt an mit einer Aufzeichnung geschieht, steht hier: wer es verlangt hat, was daraus wurde und wie lange es gedauert hat.',
    time: 'Zeit',
    call: 'Gespräch',
    operation: 'Aktion',
    by: 'Durch',
    result: 'Ergebnis',
    took: 'Dauer',
    error: 'Fehler',
    thisAgent: 'Dieser Agent',
    notKnown: 'Nicht bekannt',
    automatic: 'Automatisch',
    requested: 'Angefordert',
    confirmed: 'Bestätigt',
    superseded: 'Etwas anderes ist geschehen',
    rejected: 'Abgelehnt',
    unconfirmed: 'Nicht bestätigt',
    endedFirst: 'Das Gespräch endete vorher',
    callEnded: 'Gespräch beendet',
    foundChanged: 'Geändert vorgefunden',
    changed: 'Geändert',
    latest: (count) => `Nur die letzten ${count} werden behalten.`,
  },
  devtools: { title: 'Entwicklerwerkzeuge' },
  rules: {
    title: 'Hausregeln',
    about: 'Was ein Contact-Center für seine Agenten festlegt, einmal für alle Gespräche.',
    stopIsFinal: 'Stoppen ist endgültig',
    pauseLimit: 'Maximale Aufzeichnungspause',
    none: 'Keine',
    reminds: '5 Minuten, dann eine Erinnerung',
    resumes: '1 Minute, dann wird fortgesetzt',
    shortcuts: 'Tastenkürzel',
    aboutShortcuts:
      'Alt+Umschalt mit S startet, mit P pausiert, mit R setzt fort und mit X stoppt die Aufzeichnung des Gesprächs, das den Fokus hat.',
  },
  signIn: {
    title: 'Anmelden',
    to: (address) => `an ${address}`,
    mockServer: 'dem Testserver',
    signedOut:
      'Der Server hat Sie abgemeldet. Was Sie sehen, kann veraltet sein, bis Sie sich wieder anmelden.',
    userName: 'Benutzername',
    password: 'Passwort',
    startSession: 'Contact-Center-Sitzung starten',
    submit: 'Anmelden',
    submitting: 'Anmeldung läuft…',
    wrong: 'Benutzername oder Passwort ist nicht richtig.',
    refused: (status) =>
      `Der Server hat abgelehnt (HTTP ${status}). Versuchen Sie es später noch einmal.`,
    unreachable: 'Der Server ist nicht erreichbar. Versuchen Sie es noch einmal.',
    noSession: 'Angemeldet, aber die Contact-Center-Sitzung wurde nicht gestartet.',
  },
  tour: {
    title: 'Sechs Störungen',
    about:
      'Jede Störung geschieht auf dem Testserver an einem eigenen Gespräch. Das Widget und das, was auf dem Server wahr ist, stehen nebeneinander.',
    start: 'Führung beginnen',
    end: 'Führung beenden',
    next: 'Nächste Störung',
    play: 'Störung auslösen',
    again: 'Noch einmal auslösen',
    happens: 'Was geschieht',
    watch: 'Worauf Sie achten sollten',
    agentSees: 'Was der Agent sieht',
    serverKnows: 'Was auf dem Server wahr ist',
    label: (caller) => `${caller}, Führung`,
    unreachable: 'Der Server sagt gerade nichts.',
    agrees: 'Das Widget sagt, was wahr ist.',
    pending: 'Das Widget sagt, dass die Änderung noch nicht bestätigt ist.',
    doubts: 'Das Widget sagt, dass es veraltet sein kann oder nicht sicher ist.',
    untold: 'Der Server hat es der Seite noch nicht gesagt.',
    over: 'Das Gespräch der Führung ist beendet.',
    notSure: 'angefordert oder unsicher',
    last30: 'Die letzten 30 Sekunden',
    now: 'jetzt',
    steps: {
      lost: {
        title: 'Das Ereignis geht verloren',
        happens: 'Der Agent drückt Pausieren. Der Server pausiert, und sein Ereignis kommt nie an.',
        watch:
          'Das Widget sagt, dass pausiert wird, liest das Gespräch von selbst neu und sagt dann, dass pausiert ist.',
      },
      nothingDone: {
        title: 'Angenommen, aber nicht getan',
        happens:
          'Der Agent drückt Pausieren. Der Server antwortet „angenommen“ und zeichnet weiter auf.',
        watch:
          'Das Widget sagt nie, dass pausiert ist. Nach zehn Sekunden sagt es dem Agenten, dass er von einer laufenden Aufzeichnung ausgehen soll.',
      },
      refused: {
        title: 'Die Aktion wird abgelehnt',
        happens: 'Der Agent drückt Pausieren, und der Server lehnt es ab.',
        watch:
          'Das Widget sagt, dass die Aufzeichnung weiterläuft, und bietet einen neuen Versuch an.',
      },
      someoneElse: {
        title: 'Jemand anders stoppt sie',
        happens:
          'Ein Supervisor stoppt die Aufzeichnung. Auf dieser Seite hat das niemand verlangt.',
        watch: 'Das Widget sagt es sofort. Es nennt niemanden, weil der Server niemanden nennt.',
      },
      outage: {
        title: 'Der Server ist weg',
        happens:
          'Die Aufzeichnung stoppt, und bevor der Server es sagen kann, ist er acht Sekunden lang weg.',
        watch:
          'Das Widget zeigt seinen Stand als veraltet an. Sobald der Server zurück ist, sagt es, dass die Aufzeichnung gestoppt ist.',
      },
      stale: {
        title: 'Ein altes Ereignis kommt spät',
        happens:
          'Der Agent drückt Pausieren. Nach der Pause kommt ein Ereignis von davor noch einmal.',
        watch: 'Das Widget bleibt bei Pausiert, weil es weiß, welches Ereignis neuer ist.',
      },
    },
  },
  faults: {
    title: 'Etwas geschehen lassen',
    about: 'Diese Seite spricht mit einem Testserver, der tut, was man ihm sagt.',
    onThisCall: 'Bei diesem Gespräch',
    noCall: 'Es gibt kein Gespräch, bei dem das möglich wäre.',
    working: (label) => `${label}…`,
    told: (label) => `Dem Testserver wurde gesagt: ${label}.`,
    notPossible: (label) => `${label}: im Zustand dieses Gesprächs nicht möglich.`,
    unknownCall: (label) => `${label}: der Server kennt dieses Gespräch nicht mehr.`,
    notUnderstood: (label) => `${label}: der Testserver hat es nicht verstanden.`,
    noAnswer: (label) => `${label}: der Testserver hat nicht geantwortet.`,
    groups: {
      somebodyElse: 'Jemand anders',
      call: 'Das Gespräch',
      nextEvent: 'Das nächste Ereignis',
      nextPress: 'Die nächste Aktion',
      server: 'Der Server',
      allDay: 'Den ganzen Tag lang',
    },
    actions: {
      supervisorStop: {
        label: 'Supervisor stoppt die Aufzeichnung',
        about: 'Eine Änderung, die hier niemand verlangt hat. Das Widget zeigt sie sofort.',
      },
      supervisorPause: {
        label: 'Supervisor pausiert',
        about: 'Fortgesetzt werden kann hier trotzdem.',
      },
      supervisorResume: {
        label: 'Supervisor setzt fort',
        about: 'Versuchen Sie es während einer Zahlung: Die Felder werden sofort gesperrt.',
      },
      supervisorStart: {
        label: 'Supervisor startet die Aufzeichnung',
        about: 'Bei einem Gespräch, das nicht oder nicht mehr aufgezeichnet wird.',
      },
      deviceStop: {
        label: 'Das Telefon stoppt alle Aufzeichnungen',
        about: 'Ein Stopp für alle Gespräche am Gerät dieses Agenten.',
      },
      ring: {
        label: 'Ein Anruf klingelt',
        about: 'Eine Regel zeichnet ihn auf, sobald er angenommen wird.',
      },
      answer: { label: 'Anruf annehmen', about: 'Nur, solange er klingelt.' },
      hold: {
        label: 'Gespräch halten',
        about: 'Das Halten eines Gesprächs pausiert seine Aufzeichnung nicht.',
      },
      retrieve: { label: 'Gespräch zurückholen', about: 'Nur, solange es gehalten wird.' },
      release: {
        label: 'Anrufer legt auf',
        about: 'Endet ein Gespräch, während die Aufzeichnung pausiert ist, so wird das gesagt.',
      },
      complete: {
        label: 'Gespräch löschen',
        about:
          'Der Server vergisst ein beendetes Gespräch. Sein Ende bleibt eine Minute lang auf der Seite.',
      },
      transfer: {
        label: 'Gespräch übergeben',
        about: 'Es geht unter einer anderen ID weiter, und die Aufzeichnung dieses Agenten stoppt.',
      },
      attachData: {
        label: 'Daten anhängen',
        about: 'Eine Nachricht über etwas anderes: Nur die Details ändern sich.',
      },
      shareUuid: {
        label: 'callUuid teilen',
        about: 'Zwei Gespräche können dieselbe callUuid haben. Tun Sie es bei beiden.',
      },
      lost: {
        label: 'Nächstes Ereignis verlieren',
        about: 'Es ist geschehen, und niemand erfährt es: Das Gespräch wird neu gelesen.',
      },
      late: {
        label: 'Nächstes Ereignis 3 s verzögern',
        about: 'Bis dahin ist die Änderung unbestätigt, und was wahr ist, bleibt auf der Seite.',
      },
      duplicate: {
        label: 'Nächstes Ereignis doppelt senden',
        about: 'Das zweite ändert nichts und wird nicht angesagt.',
      },
      reordered: {
        label: 'Die nächsten zwei in falscher Reihenfolge senden',
        about: 'Das nächste Ereignis wird zurückgehalten, bis das danach gesendet ist.',
      },
      stale: {
        label: 'Nach dem nächsten ein altes Ereignis senden',
        about: 'Veraltetes wird abgelehnt, und die Diagnose sagt es.',
      },
      bareEvent: {
        label: 'Felder im nächsten Ereignis weglassen',
        about:
          'Ein fehlender Zustand gilt nicht als „keine Aufzeichnung“: Das Gespräch wird neu gelesen.',
      },
      bareAnswer: {
        label: 'Felder in der nächsten Antwort weglassen',
        about: 'Was der Server nicht sagt, ist unbekannt und wird nicht geraten.',
      },
      nodeClock: {
        label: 'Nächstes Ereignis eine Stunde zurückdatieren',
        about:
          'Die Uhren eines Clusters gehen verschieden: Das Ereignis wird bezweifelt und das Gespräch neu gelesen.',
      },
      rejectNext: {
        label: 'Nächste Aktion ablehnen',
        about: 'Der Server sagt Nein, und das Widget sagt, was noch wahr ist.',
      },
      responseWithoutEvent: {
        label: 'Server nimmt an und tut nichts',
        about: 'Nach zehn Sekunden sagt das Widget, dass die Änderung nicht bestätigt ist.',
      },
      eventBeforeResponse: {
        label: 'Ereignis vor der Antwort senden',
        about: 'Das Ereignis zählt. Die Antwort ändert danach nichts mehr.',
      },
      lostResponse: {
        label: 'Antwort verlieren',
        about: 'Es ist getan, und die Leitung bricht ab, bevor der Server es sagen kann.',
      },
      slow: {
        label: 'Erst nach 5 s antworten',
        about: 'So lange ist die Aktion unbestätigt, und eine zweite wird nicht gesendet.',
      },
      unavailable: {
        label: 'Mit HTTP 503 scheitern',
        about: 'Nichts wurde getan, und ein neuer Versuch ist möglich.',
      },
      webPage: {
        label: 'Mit einer Webseite antworten',
        about: 'Wie die Anmeldeseite eines Proxys: HTTP 200 und gar keine Antwort.',
      },
      restart: {
        label: 'Server neu starten (5 s)',
        about:
          'Das zuletzt Bekannte bleibt, als veraltet markiert. Danach werden die Gespräche neu gelesen.',
      },
      dropConnections: {
        label: 'Alle Verbindungen trennen',
        about: 'Sie werden sofort neu aufgebaut.',
      },
      stall: {
        label: 'Stiller Netzausfall für 20 s',
        about: 'Nichts wird beantwortet, und keine Verbindung bricht ab.',
      },
      notificationsDown: {
        label: 'Benachrichtigungen abschalten',
        about: 'Aktionen gehen weiter und werden durch Lesen des Gesprächs bestätigt.',
      },
      notificationsUp: {
        label: 'Benachrichtigungen einschalten',
        about: 'Die Gespräche werden neu gelesen.',
      },
      expireSessions: {
        label: 'Alle abmelden',
        about: 'Diese Seite kann sich von selbst wieder anmelden.',
      },
      everyEventLost: {
        label: 'Jedes Ereignis geht verloren',
        about: 'Alles wird getan, und nichts wird gesagt.',
      },
      everythingSlow: {
        label: 'Alles ist langsam',
        about: 'Antworten brauchen 1,5 s, Ereignisse weitere 3 s.',
      },
      everythingFlaky: {
        label: 'Alles ist unzuverlässig',
        about: 'Ab und zu geht etwas verloren, kommt spät oder doppelt oder wird abgelehnt.',
      },
      calm: {
        label: 'All das vergessen',
        about: 'Beendet alles, was hier verlangt wurde und noch wartet.',
      },
    },
  },
};
