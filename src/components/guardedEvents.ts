/**
 * The events that can bring something into a field, or to the host's code beside it. With
 * `passive`, the browser scrolls without waiting for our answer, and nothing has to be prevented.
 */
const guardedEvents: Readonly<Record<string, 'prevent' | 'passive'>> = {
  keydown: 'prevent',
  keypress: 'prevent',
  keyup: 'prevent',
  beforeinput: 'prevent',
  // The older name of beforeinput, which React still listens to.
  textInput: 'prevent',
  input: 'prevent',
  change: 'prevent',
  compositionstart: 'prevent',
  compositionupdate: 'prevent',
  compositionend: 'prevent',
  paste: 'prevent',
  cut: 'prevent',
  dragenter: 'prevent',
  dragover: 'prevent',
  drop: 'prevent',
  pointerdown: 'prevent',
  pointerup: 'prevent',
  mousedown: 'prevent',
  mouseup: 'prevent',
  touchstart: 'passive',
  touchend: 'passive',
  click: 'prevent',
  dblclick: 'prevent',
  auxclick: 'prevent',
  contextmenu: 'prevent',
  focus: 'prevent',
  focusin: 'prevent',
  submit: 'prevent',
  reset: 'prevent',
};

/** Calls the listener before any other listener of these events. Returns a function that ends that. */
export function listenToGuarded(target: EventTarget, listener: (event: Event) => void): () => void {
  for (const [type, kind] of Object.entries(guardedEvents))
    target.addEventListener(type, listener, { capture: true, passive: kind === 'passive' });
  return () => {
    for (const type of Object.keys(guardedEvents))
      target.removeEventListener(type, listener, { capture: true });
  };
}

export function isPreventable({ type }: Event): boolean {
  return guardedEvents[type] !== 'passive';
}

/** Whether a field may now contain something that it did not contain before. */
export function isFilling({ type }: Event): boolean {
  return ['input', 'change', 'compositionupdate', 'compositionend'].includes(type);
}
