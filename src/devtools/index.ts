// The entry point `tallylight/devtools`, for developers. A page that does not import it has nothing of
// it in its bundle. It exports exactly these names.
export { keepInspectionLog } from './keepInspectionLog.ts';
export { RecordingDevtools, type RecordingDevtoolsProps } from './RecordingDevtools.tsx';
