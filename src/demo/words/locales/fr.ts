import type { DemoMessages } from '../english.ts';

export const french: DemoMessages = {
  page: {
    title: 'Démo Tallylight',
    promise:
      'L’enregistrement des appels qui montre ce que le serveur a dit, jamais ce qu’on espère.',
    aboutMock:
      'Tallylight ajoute la commande de l’enregistrement aux postes d’agent sur Genesys. Cette page est un petit poste d’agent relié à un serveur de test qui tombe en panne dès que vous le lui demandez.',
    aboutServer: (address) =>
      `Tallylight ajoute la commande de l’enregistrement aux postes d’agent sur Genesys. Cette page est un petit poste d’agent relié à ${address}.`,
    takeTour: 'Suivre la visite',
    drawer: 'En coulisses',
    close: 'Fermer',
  },
  header: {
    signedInAs: (name) => `Session ouverte : ${name}`,
    language: 'Langue',
    display: 'Affichage',
    spacing: 'Espacement',
    compact: 'Compact',
    normal: 'Normal',
    touch: 'Tactile',
    highContrast: 'Contraste élevé',
    dark: 'Sombre',
  },
  outage: {
    lost: 'La connexion au serveur est perdue.',
    lastKnown: (age) =>
      `Ce que vous voyez était exact pour la dernière fois ${age}. Cela peut ne plus être à jour.`,
    trying: 'Cette page se reconnecte toute seule.',
    waiting:
      'Cette page attend le serveur et réessaie toute seule. Vos appels apparaîtront dès qu’il répondra.',
    signedOut: 'Le serveur a fermé votre session.',
  },
  calls: {
    title: 'Appels',
    sort: 'Tri',
    asTheyCame: 'Par ordre d’arrivée',
    pausedLongestFirst: 'Plus longue pause d’abord',
    ringNext: 'Faire sonner l’appel suivant',
    topic: 'Facture impayée',
    unknownCaller: 'Appelant inconnu',
    details: 'Détails',
    detailsOf: (caller) => `Détails de ${caller}`,
    ended: 'Terminé',
    from: 'de',
    to: 'vers',
    types: {
      Inbound: 'Entrant',
      Outbound: 'Sortant',
      Internal: 'Interne',
      Consult: 'Consultation',
    },
    states: {
      Ringing: 'Sonne',
      Dialing: 'Numérotation',
      Established: 'En communication',
      Held: 'En attente',
      Released: 'Terminé',
      Completed: 'Terminé',
    },
    answer: 'Répondre',
    answerOf: (caller) => `Répondre à ${caller}`,
    hold: 'Mettre en attente',
    retrieve: 'Reprendre l’appel',
    hangUp: 'Raccrocher',
  },
  details: {
    none: 'Ouvrez un appel pour voir son historique, encaisser un paiement et le clôturer.',
    closeDetails: 'Fermer les détails',
    selectedCall: (caller) => `${caller}, appel choisi`,
    customer: 'Client',
    participants: 'Participants',
    type: 'Type',
    from: 'De',
    to: 'Vers',
    asServerSays: 'Tel que le serveur le dit',
    callId: 'Identifiant de l’appel',
    allowedNow: 'Permis maintenant',
    nothing: 'Rien',
  },
  conversation: {
    title: 'Conversation',
    about: 'Un exemple écrit pour cette page.',
    agent: 'Agent',
    lines: {
      greeting: 'Bonjour, comment puis-je vous aider ?',
      wish: 'Je voudrais payer ma facture par carte.',
      pause:
        'Avec plaisir. Avant que vous me lisiez le numéro de carte, je mets l’enregistrement en pause.',
      doubt: 'Est-il certain que personne n’enregistre le numéro ?',
      answer: 'Oui. Les champs ne s’ouvrent qu’une fois la pause confirmée par le serveur.',
      ready: 'Bien. J’ai la carte sous les yeux.',
    },
  },
  payment: {
    title: 'Paiement',
    take: 'Encaisser un paiement',
    close: 'Fermer le paiement',
    cardDetails: 'Données de la carte',
    cardNumber: 'Numéro de carte',
    validUntil: 'Valable jusqu’au',
    securityCode: 'Code de sécurité',
    pay: (amount) => `Payer ${amount}`,
    taken: 'Le paiement a été encaissé. Cette page n’a conservé aucune donnée de carte.',
    orTransfer: 'Ou transférez l’appelant vers la ligne de paiement.',
  },
  wrapUp: {
    title: 'Clôture',
    reason: 'Motif',
    paid: 'Facture payée',
    question: 'Réponse donnée',
    callBack: 'À rappeler',
    note: 'Note',
    noCardNumbers: 'N’écrivez aucun numéro de carte ici.',
    finish: 'Clôturer l’appel',
  },
  events: {
    title: 'Événements d’enregistrement',
    newestFirst: 'Événements, du plus récent au plus ancien',
    downloadJson: 'Télécharger en JSON',
    downloadCsv: 'Télécharger en CSV',
    none: 'Tout ce qui arrive désormais à un enregistrement est noté ici : qui l’a demandé, ce qui en est résulté et en combien de temps.',
    time: 'Heure',
    call: 'Appel',
    operation: 'Opération',
    by: 'Par',
    result: 'Résultat',
    took: 'Durée',
    error: 'Erreur',
    thisAgent: 'Cet agent',
    notKnown: 'Inconnu',
    automatic: 'Automatique',
    requested: 'Demandé',
    confirmed: 'Confirmé',
    superseded: 'Autre chose s’est produit',
    rejected: 'Refusé',
    unconfirmed: 'Non confirmé',
    endedFirst: 'L’appel s’est terminé avant',
    callEnded: 'Appel terminé',
    foundChanged: 'Changement constaté',
    changed: 'Changé',
    latest: (count) => `Seuls les ${count} derniers sont conservés.`,
  },
  devtools: { title: 'Outils de développement' },
  rules: {
    title: 'Règles de la maison',
    about: 'Ce qu’un centre de contact décide pour ses agents, une fois pour tous les appels.',
    stopIsFinal: 'L’arrêt est définitif',
    pauseLimit: 'Durée maximale de pause',
    none: 'Aucune',
    reminds: '5 minutes, puis un rappel',
    resumes: '1 minute, puis reprise',
    shortcuts: 'Raccourcis clavier',
    aboutShortcuts:
      'Alt+Maj avec S démarre, P met en pause, R reprend et X arrête l’enregistrement de l’appel qui a le focus.',
  },
  signIn: {
    title: 'Ouvrir une session',
    to: (address) => `sur ${address}`,
    mockServer: 'le serveur de test',
    signedOut:
      'Le serveur a fermé votre session. Ce qui est affiché peut ne plus être à jour tant que vous ne vous reconnectez pas.',
    userName: 'Nom d’utilisateur',
    password: 'Mot de passe',
    startSession: 'Démarrer la session du centre de contact',
    submit: 'Se connecter',
    submitting: 'Connexion…',
    wrong: 'Le nom d’utilisateur ou le mot de passe est incorrect.',
    refused: (status) => `Le serveur a refusé (HTTP ${status}). Réessayez plus tard.`,
    unreachable: 'Le serveur est injoignable. Réessayez.',
    noSession: 'Session ouverte, mais la session du centre de contact n’a pas démarré.',
  },
  tour: {
    title: 'Six pannes',
    about:
      'Chaque panne se produit sur le serveur de test, pour un appel réservé à la visite. Le widget et ce qui est vrai sur le serveur sont montrés côte à côte.',
    start: 'Commencer la visite',
    end: 'Terminer la visite',
    next: 'Panne suivante',
    play: 'Déclencher cette panne',
    again: 'Déclencher à nouveau',
    happens: 'Ce qui se passe',
    watch: 'Ce qu’il faut regarder',
    agentSees: 'Ce que voit l’agent',
    serverKnows: 'Ce qui est vrai sur le serveur',
    label: (caller) => `${caller}, visite`,
    unreachable: 'Le serveur ne dit rien pour le moment.',
    agrees: 'Le widget dit ce qui est vrai.',
    pending: 'Le widget dit que le changement n’est pas encore confirmé.',
    doubts: 'Le widget dit qu’il n’est peut-être plus à jour ou qu’il n’est pas sûr.',
    untold: 'Le serveur ne l’a pas encore dit à la page.',
    over: 'L’appel de la visite est terminé.',
    notSure: 'demandé, ou incertain',
    last30: 'Les 30 dernières secondes',
    now: 'maintenant',
    steps: {
      lost: {
        title: 'L’événement se perd',
        happens:
          'L’agent demande la pause. Le serveur fait la pause, et son événement n’arrive jamais.',
        watch:
          'Le widget dit que la mise en pause est en cours, relit l’appel de lui-même, puis dit qu’il est en pause.',
      },
      nothingDone: {
        title: 'Accepté, mais pas fait',
        happens:
          'L’agent demande la pause. Le serveur répond « accepté » et continue d’enregistrer.',
        watch:
          'Le widget ne dit jamais qu’il est en pause. Après dix secondes, il dit à l’agent de considérer que l’appel est enregistré.',
      },
      refused: {
        title: 'La demande est refusée',
        happens: 'L’agent demande la pause, et le serveur refuse.',
        watch: 'Le widget dit que l’enregistrement continue et propose de réessayer.',
      },
      someoneElse: {
        title: 'Quelqu’un d’autre l’arrête',
        happens: 'Un superviseur arrête l’enregistrement. Personne sur cette page ne l’a demandé.',
        watch: 'Le widget le dit aussitôt. Il ne nomme personne, car le serveur ne nomme personne.',
      },
      outage: {
        title: 'Le serveur est absent',
        happens:
          'L’enregistrement s’arrête et, avant de pouvoir le dire, le serveur est absent pendant huit secondes.',
        watch:
          'Le widget marque ce qu’il montre comme ancien. Dès le retour du serveur, il dit que l’enregistrement est arrêté.',
      },
      stale: {
        title: 'Un ancien événement arrive tard',
        happens:
          'L’agent demande la pause. Après la pause, un événement d’avant arrive encore une fois.',
        watch: 'Le widget reste en pause, car il sait quel événement est le plus récent.',
      },
    },
  },
  faults: {
    title: 'Provoquer des incidents',
    about: 'Cette page parle à un serveur de test qui fait ce qu’on lui dit.',
    onThisCall: 'Pour cet appel',
    noCall: 'Il n’y a aucun appel concerné.',
    working: (label) => `${label}…`,
    told: (label) => `Le serveur de test a reçu l’ordre : ${label}.`,
    notPossible: (label) => `${label} : impossible dans l’état de cet appel.`,
    unknownCall: (label) => `${label} : le serveur ne connaît plus cet appel.`,
    notUnderstood: (label) => `${label} : le serveur de test n’a pas compris.`,
    noAnswer: (label) => `${label} : le serveur de test n’a pas répondu.`,
    groups: {
      somebodyElse: 'Quelqu’un d’autre',
      call: 'L’appel',
      nextEvent: 'Le prochain événement',
      nextPress: 'La prochaine demande',
      server: 'Le serveur',
      allDay: 'Toute la journée',
    },
    actions: {
      supervisorStop: {
        label: 'Le superviseur arrête l’enregistrement',
        about: 'Un changement que personne ici n’a demandé. Le widget le montre aussitôt.',
      },
      supervisorPause: {
        label: 'Le superviseur met en pause',
        about: 'On peut quand même reprendre ici.',
      },
      supervisorResume: {
        label: 'Le superviseur reprend',
        about: 'À essayer pendant un paiement : ses champs sont aussitôt bloqués.',
      },
      supervisorStart: {
        label: 'Le superviseur démarre l’enregistrement',
        about: 'Pour un appel qui n’est pas, ou plus, enregistré.',
      },
      deviceStop: {
        label: 'Le téléphone arrête tous les enregistrements',
        about: 'Un seul arrêt pour tous les appels du poste de cet agent.',
      },
      ring: { label: 'Un appel sonne', about: 'Une règle l’enregistre dès qu’on y répond.' },
      answer: { label: 'Répondre à l’appel', about: 'Seulement pendant qu’il sonne.' },
      hold: {
        label: 'Mettre l’appel en attente',
        about: 'La mise en attente d’un appel ne met pas son enregistrement en pause.',
      },
      retrieve: { label: 'Reprendre l’appel en attente', about: 'Seulement s’il est en attente.' },
      release: {
        label: 'L’appelant raccroche',
        about: 'Si un appel se termine pendant une pause de l’enregistrement, c’est dit.',
      },
      complete: {
        label: 'Effacer l’appel',
        about: 'Le serveur oublie un appel terminé. Sa fin reste affichée une minute.',
      },
      transfer: {
        label: 'Transférer l’appel',
        about:
          'Il continue sous un autre identifiant, et son enregistrement pour cet agent s’arrête.',
      },
      attachData: {
        label: 'Joindre des données',
        about: 'Un message sur autre chose : seuls les détails changent.',
      },
      shareUuid: {
        label: 'Partager un callUuid',
        about: 'Deux appels peuvent avoir le même callUuid. Faites-le pour les deux.',
      },
      lost: {
        label: 'Perdre le prochain événement',
        about: 'C’est arrivé et personne n’est prévenu : l’appel est relu.',
      },
      late: {
        label: 'Retarder le prochain événement de 3 s',
        about: 'D’ici là, le changement est en attente et ce qui est vrai reste affiché.',
      },
      duplicate: {
        label: 'Envoyer deux fois le prochain événement',
        about: 'Le second ne change rien et n’est pas annoncé.',
      },
      reordered: {
        label: 'Envoyer les deux prochains dans le mauvais ordre',
        about: 'Le prochain événement est retenu jusqu’au départ du suivant.',
      },
      stale: {
        label: 'Envoyer un ancien événement après le prochain',
        about: 'Ce qui est périmé est refusé, et les diagnostics le disent.',
      },
      bareEvent: {
        label: 'Omettre des champs du prochain événement',
        about: 'Un état manquant ne vaut pas « non enregistré » : l’appel est relu.',
      },
      bareAnswer: {
        label: 'Omettre des champs de la prochaine réponse',
        about: 'Ce que le serveur ne dit pas est inconnu, et n’est pas deviné.',
      },
      nodeClock: {
        label: 'Antidater d’une heure le prochain événement',
        about:
          'Les horloges d’un cluster diffèrent : l’événement est mis en doute et l’appel est relu.',
      },
      rejectNext: {
        label: 'Refuser la prochaine opération',
        about: 'Le serveur dit non, et le widget dit ce qui reste vrai.',
      },
      responseWithoutEvent: {
        label: 'Le serveur accepte et ne fait rien',
        about: 'Après dix secondes, le widget dit que le changement n’est pas confirmé.',
      },
      eventBeforeResponse: {
        label: 'Envoyer l’événement avant la réponse',
        about: 'L’événement compte. La réponse ne change ensuite plus rien.',
      },
      lostResponse: {
        label: 'Perdre la réponse',
        about: 'C’est fait, et la ligne se coupe avant que le serveur puisse le dire.',
      },
      slow: {
        label: 'Répondre après 5 s',
        about: 'En attendant, la demande est en cours et une seconde n’est pas envoyée.',
      },
      unavailable: {
        label: 'Échouer avec HTTP 503',
        about: 'Rien n’a été fait, et on peut réessayer.',
      },
      webPage: {
        label: 'Répondre par une page web',
        about: 'Comme la page de connexion d’un proxy : HTTP 200, et aucune réponse.',
      },
      restart: {
        label: 'Redémarrer le serveur (5 s)',
        about: 'Le dernier état connu reste, marqué comme ancien. Puis les appels sont relus.',
      },
      dropConnections: {
        label: 'Couper toutes les connexions',
        about: 'Elles sont rétablies aussitôt.',
      },
      stall: {
        label: 'Panne silencieuse du réseau, 20 s',
        about: 'Rien ne reçoit de réponse, et aucune connexion n’est coupée.',
      },
      notificationsDown: {
        label: 'Couper les notifications',
        about: 'Les demandes fonctionnent encore et sont confirmées par lecture de l’appel.',
      },
      notificationsUp: { label: 'Rétablir les notifications', about: 'Les appels sont relus.' },
      expireSessions: {
        label: 'Fermer toutes les sessions',
        about: 'Cette page sait rouvrir sa session toute seule.',
      },
      everyEventLost: {
        label: 'Chaque événement se perd',
        about: 'Tout est fait, et rien n’est dit.',
      },
      everythingSlow: {
        label: 'Tout est lent',
        about: 'Les réponses prennent 1,5 s, les événements 3 s de plus.',
      },
      everythingFlaky: {
        label: 'Tout est instable',
        about: 'De temps en temps, quelque chose se perd, tarde, arrive deux fois ou est refusé.',
      },
      calm: {
        label: 'Oublier tout cela',
        about: 'Met fin à tout ce qui a été demandé ici et attend encore.',
      },
    },
  },
};
