import type { WallWords } from '../wallWords.ts';

/** Japanese. */
export const japaneseWall: WallWords = {
  label: 'すべての通話の録音',
  columns: {
    agent: 'オペレーター',
    recording: '録音',
    time: 'この状態の継続時間',
    call: '通話',
    heard: '最後の受信',
  },
  filters: '表示する項目',
  search: 'オペレーターまたは通話を検索',
  showAll: 'すべて表示',
  inDoubt: '要確認',
  inDoubtDetail: '要確認',
  shown: (shown, total) => `表示中の通話：${shown}／${total}`,
  none: '通話なし',
  noneMatch: '条件に合う通話はありません。',
  silent: 'メッセージが届いていません。',
  unreadable: (count) => `読み取れなかったメッセージ：${count}件。`,
  held: '表を操作している間、並び順は変わりません。',
  sortNow: '今すぐ並べ替え',
  gone: '情報が届かなくなった通話',
  longPaused: (duration, count) => `${duration}を超える録音一時停止：${count}件。`,
};
