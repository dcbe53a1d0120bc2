/**
 * Calls `stop` when the npm that runs this script is gone. npm passes a SIGTERM on to its shell
 * only, and the shell dies without a word to us.
 *
 * @param {() => void} stop
 */
export function onNpmGone(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 300);
  watch.unref();
}
