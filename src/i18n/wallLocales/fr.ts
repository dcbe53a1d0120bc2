import type { WallWords } from '../wallWords.ts';

/** French. */
export const frenchWall: WallWords = {
  label: 'Enregistrements de tous les appels',
  columns: {
    agent: 'Conseiller',
    recording: 'Enregistrement',
    time: 'Durée de cet état',
    call: 'Appel',
    heard: 'Dernier signal',
  },
  filters: 'Afficher uniquement',
  search: 'Rechercher un conseiller ou un appel',
  showAll: 'Tout afficher',
  inDoubt: 'Incertain',
  inDoubtDetail: 'incertain',
  shown: (shown, total) => `Appels affichés\u00a0: ${shown} sur ${total}`,
  none: 'Aucun appel',
  noneMatch: 'Aucun appel ne correspond aux filtres.',
  silent: 'Aucun message n’arrive.',
  unreadable: (count) => `Messages illisibles\u00a0: ${count}.`,
  held: 'L’ordre ne change pas tant que vous êtes dans le tableau.',
  sortNow: 'Trier maintenant',
  gone: 'N’est plus signalé',
  longPaused: (duration, count) =>
    `Enregistrement en pause depuis plus de ${duration}\u00a0: ${count}.`,
};
