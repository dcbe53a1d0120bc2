import type { WallWords } from '../wallWords.ts';

/** Dutch. */
export const dutchWall: WallWords = {
  label: 'Opnamen van alle gesprekken',
  columns: {
    agent: 'Medewerker',
    recording: 'Opname',
    time: 'Duur van deze status',
    call: 'Gesprek',
    heard: 'Laatste bericht',
  },
  filters: 'Alleen tonen',
  search: 'Medewerker of gesprek zoeken',
  showAll: 'Alles tonen',
  inDoubt: 'Twijfelachtig',
  inDoubtDetail: 'twijfelachtig',
  shown: (shown, total) => `Getoonde gesprekken: ${shown} van ${total}`,
  none: 'Geen gesprekken',
  noneMatch: 'Geen gesprek voldoet aan de filters.',
  silent: 'Er komen geen berichten binnen.',
  unreadable: (count) => `Onleesbare berichten: ${count}.`,
  held: 'De volgorde verandert niet zolang u in de tabel bent.',
  sortNow: 'Nu sorteren',
  gone: 'Niet meer gemeld',
  longPaused: (duration, count) => `Opname langer dan ${duration} gepauzeerd: ${count}.`,
};
