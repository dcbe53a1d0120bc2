// The entry point `tallylight/supervisor`: a wall of many agents' recordings. It needs the stylesheets
// `tallylight/styles.css` and `tallylight/supervisor.css`.
export { RecordingWall, type RecordingWallProps } from '../components/RecordingWall.tsx';
export { loadWallMessages } from '../i18n/loadWallMessages.ts';
export { wallEnglish } from '../i18n/wallEnglish.ts';
export type { WallMessages, WallWords } from '../i18n/wallWords.ts';
export type { WallCall, WallMessage, WallSource } from '../model/wallSource.ts';
export { wallSourceOf, type WallAgent } from '../watchers/wallSourceOf.ts';
