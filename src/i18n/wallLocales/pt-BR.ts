import type { WallWords } from '../wallWords.ts';

/** Brazilian Portuguese. */
export const brazilianPortugueseWall: WallWords = {
  label: 'Gravações de todas as chamadas',
  columns: {
    agent: 'Atendente',
    recording: 'Gravação',
    time: 'Tempo neste estado',
    call: 'Chamada',
    heard: 'Último sinal',
  },
  filters: 'Mostrar somente',
  search: 'Buscar atendente ou chamada',
  showAll: 'Mostrar tudo',
  inDoubt: 'Em dúvida',
  inDoubtDetail: 'em dúvida',
  shown: (shown, total) => `Chamadas mostradas: ${shown} de ${total}`,
  none: 'Nenhuma chamada',
  noneMatch: 'Nenhuma chamada corresponde aos filtros.',
  silent: 'Não estão chegando mensagens.',
  unreadable: (count) => `Mensagens que não puderam ser lidas: ${count}.`,
  held: 'A ordem não muda enquanto você está na tabela.',
  sortNow: 'Ordenar agora',
  gone: 'Não é mais informada',
  longPaused: (duration, count) => `Gravação pausada há mais de ${duration}: ${count}.`,
};
