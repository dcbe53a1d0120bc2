import type { WallWords } from '../wallWords.ts';

/** Korean. */
export const koreanWall: WallWords = {
  label: '모든 통화의 녹취',
  columns: {
    agent: '상담사',
    recording: '녹취',
    time: '이 상태의 지속 시간',
    call: '통화',
    heard: '마지막 수신',
  },
  filters: '다음만 표시',
  search: '상담사 또는 통화 검색',
  showAll: '모두 표시',
  inDoubt: '확인 필요',
  inDoubtDetail: '확인 필요',
  shown: (shown, total) => `표시된 통화: ${shown}/${total}`,
  none: '통화 없음',
  noneMatch: '필터에 맞는 통화가 없습니다.',
  silent: '메시지가 들어오지 않습니다.',
  unreadable: (count) => `읽을 수 없는 메시지: ${count}개.`,
  held: '표 안에 있는 동안에는 순서가 바뀌지 않습니다.',
  sortNow: '지금 정렬',
  gone: '더 이상 보고되지 않음',
  longPaused: (duration, count) => `${duration} 넘게 일시정지된 녹취: ${count}건.`,
};
