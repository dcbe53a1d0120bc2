import type { WallWords } from '../wallWords.ts';

/** Spanish. */
export const spanishWall: WallWords = {
  label: 'Grabaciones de todas las llamadas',
  columns: {
    agent: 'Agente',
    recording: 'Grabación',
    time: 'Tiempo en este estado',
    call: 'Llamada',
    heard: 'Última señal',
  },
  filters: 'Mostrar solo',
  search: 'Buscar agente o llamada',
  showAll: 'Mostrar todo',
  inDoubt: 'En duda',
  inDoubtDetail: 'en duda',
  shown: (shown, total) => `Llamadas mostradas: ${shown} de ${total}`,
  none: 'No hay llamadas',
  noneMatch: 'Ninguna llamada coincide con los filtros.',
  silent: 'No llegan mensajes.',
  unreadable: (count) => `Mensajes que no se pudieron leer: ${count}.`,
  held: 'El orden no cambia mientras está en la tabla.',
  sortNow: 'Ordenar ahora',
  gone: 'Ya no se informa de ella',
  longPaused: (duration, count) => `Grabación en pausa durante más de ${duration}: ${count}.`,
};
