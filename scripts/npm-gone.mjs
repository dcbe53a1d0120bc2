/**
 * Calls `stop` when the npm that runs this script has ended. npm passes a SIGTERM on to its shell
 * only, and the shell ends without passing it on to this script.
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
