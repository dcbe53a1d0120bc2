import type { WallWords } from '../wallWords.ts';

/** Hebrew. */
export const hebrewWall: WallWords = {
  label: 'הקלטות של כל השיחות',
  columns: {
    agent: 'נציג',
    recording: 'הקלטה',
    time: 'משך המצב הזה',
    call: 'שיחה',
    heard: 'העדכון האחרון',
  },
  filters: 'להציג רק',
  search: 'חיפוש נציג או שיחה',
  showAll: 'הצגת הכול',
  inDoubt: 'בספק',
  inDoubtDetail: 'בספק',
  shown: (shown, total) => `שיחות מוצגות: ${shown} מתוך ${total}`,
  none: 'אין שיחות',
  noneMatch: 'אין שיחה שמתאימה למסננים.',
  silent: 'לא מגיעות הודעות.',
  unreadable: (count) => `הודעות שלא ניתן היה לקרוא: ${count}.`,
  held: 'הסדר אינו משתנה כל עוד נמצאים בטבלה.',
  sortNow: 'למיין עכשיו',
  gone: 'כבר אינה מדווחת',
  longPaused: (duration, count) => `ההקלטה מושהית יותר מ־${duration}: ${count}.`,
};
