import type { Candidate } from './candidates.tsx';
import { rest } from './measure.ts';
import type { State } from './wire.ts';

/**
 * Returns where the HTML of two candidates differs in the measured states. They may be compared
 * only if it differs nowhere.
 */
export async function markupDifferences(one: Candidate, other: Candidate): Promise<string[]> {
  const found: string[] = [];
  const compare = (when: string): void => {
    const [first, second] = [one, other].map((candidate) => normalised(candidate.root));
    if (first !== second)
      found.push(`${when}:\n  ${one.name}: ${first}\n  ${other.name}: ${second}`);
  };
  const inBoth = async (act: (candidate: Candidate) => void): Promise<void> => {
    for (const candidate of [one, other]) act(candidate);
    await rest();
    await rest();
  };

  await inBoth((candidate) => {
    candidate.show(1);
  });
  compare('at first');
  for (const state of ['Paused', 'Recording'] satisfies State[]) {
    await inBoth((candidate) => {
      candidate.event(0, state)();
    });
    compare(state);
  }
  await inBoth((candidate) => {
    candidate.button(0).click();
  });
  compare('pending');
  await inBoth((candidate) => {
    candidate.event(0, 'Stopped')();
    candidate.event(0, 'Recording')();
  });
  compare('Recording again');
  await inBoth((candidate) => {
    candidate.show(0);
  });
  return found;
}

/**
 * Returns the HTML without the provider's live regions and the running time, and with the
 * attributes in one order.
 */
function normalised(root: Element): string {
  const copy = document.createElement('div');
  for (const child of root.children) {
    if (!child.hasAttribute('aria-live')) copy.append(child.cloneNode(true));
  }
  for (const time of copy.querySelectorAll('[role=timer]')) time.textContent = '0:00';
  for (const element of copy.querySelectorAll('*')) {
    const attributes = [...element.attributes].sort((a, b) => a.name.localeCompare(b.name));
    for (const { name } of attributes) element.removeAttribute(name);
    for (const { name, value } of attributes) element.setAttribute(name, value);
  }
  return copy.innerHTML;
}
