/** What an element that can be filled in contained at one moment. */
export interface ControlValue {
  readonly isUnchanged: () => boolean;
  /** The element is empty now, so nothing was put into it. */
  readonly isEmpty: () => boolean;
  readonly putBack: () => void;
}

/**
 * Remembers what an element contains, so that it can be put back. Returns undefined for an element
 * that nobody can fill in.
 */
export function rememberValue(element: Element): ControlValue | undefined {
  return guarded(() => valueOf(element));
}

/** Puts back what was remembered, after something has got into one of the elements. */
export function putBack(remembered: ReadonlyMap<Element, ControlValue>, filled: Node): void {
  for (const [control, value] of remembered) {
    // The host may have emptied a field without an event. What was in it before must not come back.
    const isEmptied = (): boolean => control !== filled && value.isEmpty() && !isRadio(control);
    if (!value.isUnchanged() && !isEmptied()) guarded(value.putBack);
  }
}

/** A custom element runs its own code when its properties are read, and this may fail. */
function guarded<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function valueOf(element: Element): ControlValue | undefined {
  if (isInput(element)) {
    switch (element.type) {
      case 'checkbox':
      case 'radio':
        return rememberChecked(element);
      case 'file':
        return rememberFiles(element);
      // The value of a button is its label. Nobody fills it in, and it may change at any time.
      case 'button':
      case 'submit':
      case 'reset':
      case 'image':
        return undefined;
      default:
        return rememberText(element);
    }
  }
  if (isTextArea(element)) return rememberText(element);
  if (isSelect(element)) return rememberSelection(element);
  if (isEditable(element)) return rememberContent(element);
  return hasOwnValue(element) ? rememberText(element) : undefined;
}

// These functions compare names and not classes, because an element of another window is an instance of
// that window's classes.
function isInput(element: Element): element is HTMLInputElement {
  return element.localName === 'input';
}
function isTextArea(element: Element): element is HTMLTextAreaElement {
  return element.localName === 'textarea';
}
function isSelect(element: Element): element is HTMLSelectElement {
  return element.localName === 'select';
}
function isRadio(element: Element): boolean {
  return 'type' in element && element.type === 'radio';
}

function isEditable(element: Element): boolean {
  return (element.getAttribute('contenteditable') ?? 'false') !== 'false';
}

/** A custom element that is a form control of its own: `<card-number value>`. */
function hasOwnValue(element: Element): element is Element & { value: string } {
  return element.localName.includes('-') && 'value' in element && typeof element.value === 'string';
}

// Values are set through the property of the element itself and not through the one of its prototype,
// because React replaces the former to know which value it has shown last.
function rememberText(control: { value: string; defaultValue?: string }): ControlValue {
  const { value, defaultValue } = control;
  return {
    isUnchanged: () => control.value === value && control.defaultValue === defaultValue,
    isEmpty: () => control.value === '',
    putBack: () => {
      // Some scripts fill in the attribute.
      if (defaultValue !== undefined && control.defaultValue !== defaultValue)
        control.defaultValue = defaultValue;
      if (control.value !== value) control.value = value;
    },
  };
}

function rememberChecked(input: HTMLInputElement): ControlValue {
  const { checked } = input;
  return {
    isUnchanged: () => input.checked === checked,
    isEmpty: () => !input.checked,
    putBack: () => {
      input.checked = checked;
    },
  };
}

function rememberFiles(input: HTMLInputElement): ControlValue {
  const files = [...(input.files ?? [])];
  const isUnchanged = (): boolean =>
    input.files?.length === files.length && files.every((file, at) => input.files?.[at] === file);
  return {
    isUnchanged,
    isEmpty: () => (input.files?.length ?? 0) === 0,
    putBack: () => {
      // Only a DataTransfer can make a list of files. The list is emptied by emptying the value.
      if (files.length === 0) input.value = '';
      else {
        const list = new DataTransfer();
        for (const file of files) list.items.add(file);
        input.files = list.files;
      }
    },
  };
}

function rememberSelection(select: HTMLSelectElement): ControlValue {
  const selected = new Set([...select.options].filter((option) => option.selected));
  return {
    isUnchanged: () =>
      [...select.options].every((option) => option.selected === selected.has(option)),
    isEmpty: () => ![...select.options].some((option) => option.selected),
    putBack: () => {
      for (const option of select.options) option.selected = selected.has(option);
      // When nothing is selected, a list that shows one line selects its first option by itself.
      if (selected.size === 0) select.selectedIndex = -1;
    },
  };
}

/**
 * The nodes themselves are put back, because React or an editor goes on with the nodes that it
 * knows.
 */
function rememberContent(root: Element): ControlValue {
  const texts = new Map<CharacterData, string>();
  const children = new Map<Node, readonly ChildNode[]>();
  const remember = (node: Node): void => {
    if (isCharacterData(node)) texts.set(node, node.data);
    children.set(node, [...node.childNodes]);
    for (const child of node.childNodes) remember(child);
  };
  remember(root);
  const isSame = (node: Node, known: readonly ChildNode[]): boolean =>
    node.childNodes.length === known.length &&
    known.every((child, at) => node.childNodes[at] === child);

  return {
    isUnchanged: () =>
      [...texts].every(([node, data]) => node.data === data) &&
      [...children].every(([node, known]) => isSame(node, known)),
    isEmpty: () => root.textContent === '',
    putBack: () => {
      for (const [node, data] of texts) if (node.data !== data) node.data = data;
      for (const [node, known] of children) {
        if (isSame(node, known)) continue;
        while (node.firstChild) node.removeChild(node.firstChild);
        for (const child of known) node.appendChild(child);
      }
    },
  };
}

function isCharacterData(node: Node): node is CharacterData {
  return 'data' in node;
}
