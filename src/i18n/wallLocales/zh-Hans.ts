import type { WallWords } from '../wallWords.ts';

/** Simplified Chinese. */
export const simplifiedChineseWall: WallWords = {
  label: '所有通话的录音',
  columns: {
    agent: '坐席',
    recording: '录音',
    time: '处于此状态的时长',
    call: '通话',
    heard: '上次收到消息',
  },
  filters: '仅显示',
  search: '搜索坐席或通话',
  showAll: '显示全部',
  inDoubt: '存疑',
  inDoubtDetail: '存疑',
  shown: (shown, total) => `显示的通话：${shown}，共${total}`,
  none: '没有通话',
  noneMatch: '没有符合筛选条件的通话。',
  silent: '没有收到新消息。',
  unreadable: (count) => `无法读取的消息：${count}条。`,
  held: '您在表格中时，顺序保持不变。',
  sortNow: '立即排序',
  gone: '不再报告',
  longPaused: (duration, count) => `录音暂停超过${duration}：${count}个。`,
};
