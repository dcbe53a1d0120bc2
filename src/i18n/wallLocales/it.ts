import type { WallWords } from '../wallWords.ts';

/** Italian. */
export const italianWall: WallWords = {
  label: 'Registrazioni di tutte le chiamate',
  columns: {
    agent: 'Operatore',
    recording: 'Registrazione',
    time: 'Durata di questo stato',
    call: 'Chiamata',
    heard: 'Ultimo segnale',
  },
  filters: 'Mostra solo',
  search: 'Cerca operatore o chiamata',
  showAll: 'Mostra tutto',
  inDoubt: 'In dubbio',
  inDoubtDetail: 'in dubbio',
  shown: (shown, total) => `Chiamate mostrate: ${shown} di ${total}`,
  none: 'Nessuna chiamata',
  noneMatch: 'Nessuna chiamata corrisponde ai filtri.',
  silent: 'Non arrivano messaggi.',
  unreadable: (count) => `Messaggi non leggibili: ${count}.`,
  held: 'L’ordine non cambia finché ci si trova nella tabella.',
  sortNow: 'Ordina ora',
  gone: 'Non più segnalata',
  longPaused: (duration, count) => `Registrazione sospesa da più di ${duration}: ${count}.`,
};
