import type { WallWords } from '../wallWords.ts';

/** German. */
export const germanWall: WallWords = {
  label: 'Aufzeichnungen aller Gespräche',
  columns: {
    agent: 'Mitarbeiter',
    recording: 'Aufzeichnung',
    time: 'Dauer dieses Zustands',
    call: 'Gespräch',
    heard: 'Letzte Meldung',
  },
  filters: 'Nur anzeigen',
  search: 'Mitarbeiter oder Gespräch suchen',
  showAll: 'Alle anzeigen',
  inDoubt: 'Zweifelhaft',
  inDoubtDetail: 'zweifelhaft',
  shown: (shown, total) => `Angezeigte Gespräche: ${shown} von ${total}`,
  none: 'Keine Gespräche',
  noneMatch: 'Kein Gespräch passt zu den Filtern.',
  silent: 'Es treffen keine Meldungen ein.',
  unreadable: (count) => `Nicht lesbare Meldungen: ${count}.`,
  held: 'Die Reihenfolge ändert sich nicht, solange Sie in der Tabelle sind.',
  sortNow: 'Jetzt sortieren',
  gone: 'Wird nicht mehr gemeldet',
  longPaused: (duration, count) => `Aufzeichnung länger als ${duration} pausiert: ${count}.`,
};
