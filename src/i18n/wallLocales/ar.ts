import type { WallWords } from '../wallWords.ts';

/** Arabic. */
export const arabicWall: WallWords = {
  label: 'تسجيلات جميع المكالمات',
  columns: {
    agent: 'الموظف',
    recording: 'التسجيل',
    time: 'مدة هذه الحالة',
    call: 'المكالمة',
    heard: 'آخر تحديث',
  },
  filters: 'عرض ما يلي فقط',
  search: 'البحث عن موظف أو مكالمة',
  showAll: 'عرض الكل',
  inDoubt: 'غير مؤكد',
  inDoubtDetail: 'غير مؤكد',
  shown: (shown, total) => `المكالمات المعروضة: ${shown} من ${total}`,
  none: 'لا توجد مكالمات',
  noneMatch: 'لا توجد مكالمة تطابق عوامل التصفية.',
  silent: 'لا تصل أي رسائل.',
  unreadable: (count) => `رسائل تعذّرت قراءتها: ${count}.`,
  held: 'لا يتغيّر الترتيب أثناء وجودك في الجدول.',
  sortNow: 'الترتيب الآن',
  gone: 'لم يعد يُبلَّغ عنها',
  longPaused: (duration, count) => `تسجيلات متوقفة مؤقتًا تجاوزت الحد (${duration}): ${count}.`,
};
