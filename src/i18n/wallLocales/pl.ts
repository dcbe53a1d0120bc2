import type { WallWords } from '../wallWords.ts';

/** Polish. */
export const polishWall: WallWords = {
  label: 'Nagrania wszystkich rozmów',
  columns: {
    agent: 'Konsultant',
    recording: 'Nagrywanie',
    time: 'Czas w tym stanie',
    call: 'Rozmowa',
    heard: 'Ostatni sygnał',
  },
  filters: 'Pokaż tylko',
  search: 'Szukaj konsultanta lub rozmowy',
  showAll: 'Pokaż wszystkie',
  inDoubt: 'Wątpliwe',
  inDoubtDetail: 'wątpliwe',
  shown: (shown, total) => `Pokazane rozmowy: ${shown} z ${total}`,
  none: 'Brak rozmów',
  noneMatch: 'Żadna rozmowa nie pasuje do filtrów.',
  silent: 'Nie przychodzą żadne wiadomości.',
  unreadable: (count) => `Wiadomości, których nie udało się odczytać: ${count}.`,
  held: 'Kolejność nie zmienia się podczas pracy w tabeli.',
  sortNow: 'Sortuj teraz',
  gone: 'Nie jest już zgłaszana',
  longPaused: (duration, count) => `Nagrywanie wstrzymane dłużej niż ${duration}: ${count}.`,
};
