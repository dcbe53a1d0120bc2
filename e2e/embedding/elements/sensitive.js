// A payment form of a host without React. It collects every event that the page's own code gets
// from a field, so that a test can tell which input came through.
const received = [];
const state = {};
Object.assign(window, { received, state });

/** Listens as libraries for input masks and validation do. */
function listen(field, name) {
  for (const type of [
    'keydown',
    'beforeinput',
    'input',
    'change',
    'paste',
    'drop',
    'compositionend',
  ])
    field.addEventListener(type, () => {
      received.push(`${name} ${type}`);
      state[name] = field.type === 'checkbox' ? field.checked : (field.value ?? field.textContent);
    });
}

/** A form control of the page, with its field in a shadow tree. */
customElements.define(
  'card-field',
  class extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const input = document.createElement('input');
      this.attachShadow({ mode: 'open' }).append(input);
      listen(input, 'own');
    }
  },
);

/** A component of the page that has the section in its shadow tree, and fields in two places. */
customElements.define(
  'pay-dialog',
  class extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const section = document.createElement('tallylight-sensitive-section');
      section.callId = '01RCC3N118B1V0SL807GK2LAES000001';
      const input = Object.assign(document.createElement('input'), { id: 'shadowed' });
      const form = document.createElement('form');
      form.append(input, document.createElement('slot'));
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        received.push('dialog submitted');
      });
      section.append(form);
      this.attachShadow({ mode: 'open' }).append(section);
      listen(input, 'shadowed');
    }
  },
);

for (const name of ['card', 'remark', 'agreed', 'other', 'brand', 'rich', 'unplaced', 'slotted'])
  listen(document.getElementById(name), name);
document.addEventListener(
  'input',
  ({ target }) => received.push(`document input ${target.id}`),
  true,
);
document.forms.payment.addEventListener('submit', (event) => {
  event.preventDefault();
  received.push('payment submitted');
});
document.forms.payment.addEventListener('reset', () => received.push('payment reset'));
document.getElementById('phone').addEventListener('click', () => received.push('phone clicked'));
const section = document.querySelector('tallylight-sensitive-section');
section.headers = () => ({ Authorization: `Basic ${btoa('agent:agent')}` });
const blocks = [];
Object.assign(window, { blocks });
section.addEventListener('tallylight-blockchange', ({ detail }) =>
  blocks.push(detail.block ?? 'open'),
);
