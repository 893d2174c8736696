/** 回放: what was shown, recorded as it was shown, and shown again at any moment. */
export { Library, type LibraryOptions } from './library.ts';
export { Recorder, type RecorderOptions } from './recorder.ts';
export { Cursor, type CursorDeps } from './cursor.ts';
export type { Picture, Shown } from './shown.ts';
