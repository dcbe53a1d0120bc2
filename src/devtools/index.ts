// The entry point `tallylight/devtools`, for developers. A page that does not import it has nothing of
// it in its bundle.
export { keepInspectionLog } from './keepInspectionLog.ts';
export { RecordingDevtools, type RecordingDevtoolsProps } from './RecordingDevtools.tsx';
