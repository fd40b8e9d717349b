// @ts-check
/**
 * The fields of one calculator. A spec field knows the chip's own value (`data-own`); only what differs from it is sent.
 *
 * @typedef {import("./messages.js").Texts} Texts
 * @typedef {import("./messages.js").Reply} Reply
 * @typedef {HTMLInputElement | HTMLSelectElement} Control
 */

export class Fields {
  #places;
  #form;
  /** @type {Map<string, Control>} */
  #controls = new Map();
  /** What only an address can say: fields that the form doesn't have. Gone with the reader's next change. @type {Texts} */
  #extra = {};
  /** @type {Map<Control, {own: string | undefined, describedby: string | null}>} */
  #first = new Map();

  /** @param {HTMLElement} root @param {HTMLFormElement} form */
  constructor(root, form) {
    this.#form = form;
    /** @param {string} kind @returns {HTMLElement[]} */
    const places = (kind) => [...root.querySelectorAll(`[data-${kind}-for]`)].filter((place) => place instanceof HTMLElement);
    this.#places = { note: places("note"), error: places("error") };
    for (const control of /** @type {Iterable<Control>} */ (form.elements)) {
      if (!control.name || !/^(INPUT|SELECT)$/.test(control.nodeName)) continue;
      if (control instanceof HTMLSelectElement) fill(control);
      this.#controls.set(control.name, control);
      this.#first.set(control, { own: control.dataset.own, describedby: control.getAttribute("aria-describedby") });
    }
  }

  /** @param {Element} element */
  has(element) {
    return this.#first.has(/** @type {Control} */ (element));
  }

  /** @param {string} name */
  text(name) {
    return this.#controls.get(name)?.value ?? "";
  }

  /** The form as Python wants it. @param {string} [paste] @returns {Texts} */
  read(paste) {
    /** @type {Texts} */
    const told = { ...this.#extra };
    for (const control of this.#controls.values()) {
      const text = control.dataset.raw ?? control.value;
      if (control.name !== "paste" && control.dataset.own !== text) told[control.name] = text;
    }
    if (paste !== undefined) told.paste = paste;
    return told;
  }

  /** A control can't show every text an address may hold: what it can't is kept beside it. @param {Control} control @param {string} text */
  #put(control, text) {
    if (control.value !== text) control.value = text;
    if (control.value !== text) control.dataset.raw = text;
    else if (control.dataset.raw !== undefined) delete control.dataset.raw;
  }

  /** The reader changed something by hand. @param {Control} control */
  touched(control) {
    delete control.dataset.raw;
    this.#extra = {};
    if (control.name !== "chip") return;
    // Another chip comes with its own specs; no chip at all leaves the numbers that stand there as the reader's.
    for (const [spec, { own }] of this.#first) {
      if (own === undefined) continue;
      delete spec.dataset.raw;
      spec.dataset.own = control.value ? spec.value : "";
    }
  }

  /** Whether a reader changed something before anybody listened; it is the reader's from here on. */
  catchUp() {
    const changed = /** @type {Control[]} */ ([...this.#form.elements]).filter((control) => this.has(control) && isChanged(control));
    for (const control of changed) this.touched(control);
    return changed.length > 0;
  }

  /** @param {string} name @param {string} text */
  set(name, text) {
    const control = this.#controls.get(name);
    if (!control) return;
    this.#put(control, text);
    this.touched(control);
  }

  /** Back to the page's defaults, then what the address says. @param {Texts} query */
  reset(query = {}) {
    this.#form.reset();
    this.#extra = { ...query };
    const chip = this.#controls.get("chip");
    const other = query.chip !== undefined && query.chip !== chip?.value;
    for (const [control, { own }] of this.#first) {
      delete control.dataset.raw;
      const told = query[control.name];
      if (own !== undefined) {
        // Until Python has told the other chip's specs the fields are empty: this chip's would be wrong.
        control.dataset.own = other ? "" : own;
        if (other) this.#put(control, "");
        if (told !== undefined && other) delete control.dataset.own;
      }
      if (told === undefined || control.name === "paste") continue;
      this.#put(control, told);
      delete this.#extra[control.name];
    }
  }

  /** @param {Reply} reply @param {boolean} all also the field that has the focus */
  show(reply, all) {
    for (const [name, own] of Object.entries(reply.own ?? {})) {
      const control = this.#controls.get(name);
      if (control && control.dataset.own !== own) control.dataset.own = own;
    }
    for (const [name, text] of Object.entries(reply.fields ?? {})) {
      const control = this.#controls.get(name);
      if (control && (all || control !== document.activeElement)) this.#put(control, text);
    }
    this.#tell("note", reply.notes ?? {});
    this.#tell("error", reply.errors ?? {});
  }

  /** @param {"note" | "error"} kind @param {Texts} texts */
  #tell(kind, texts) {
    const rest = { ...texts };
    for (const place of this.#places[kind]) {
      const name = place.getAttribute(`data-${kind}-for`) ?? "";
      const own = name ? texts[name] : Object.values(rest).join(" ");
      delete rest[name];
      if (place.textContent !== (own ?? "")) place.textContent = own ?? "";
      if (place.hidden === Boolean(own)) place.hidden = !own;
      if (kind === "error" && own) place.closest("details")?.setAttribute("open", "");
      const control = name ? this.#controls.get(name) : undefined;
      if (kind === "error" && control) this.#mark(control, place, Boolean(own));
    }
  }

  /** @param {Control} control @param {HTMLElement} place @param {boolean} wrong */
  #mark(control, place, wrong) {
    if (wrong === control.hasAttribute("aria-invalid")) return;
    const before = this.#first.get(control)?.describedby;
    const ids = [before, wrong && place.id].filter(Boolean).join(" ");
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (ids) control.setAttribute("aria-describedby", ids);
    else control.removeAttribute("aria-describedby");
  }
}

/** A list that stands on the page already came with what is chosen alone (publish/lists.py). @param {HTMLSelectElement} select */
function fill(select) {
  const whole = document.getElementById(select.dataset.list ?? "");
  if (!(whole instanceof HTMLSelectElement)) return;
  const { value } = select;
  const byDefault = [...select.options].find((option) => option.defaultSelected)?.value;
  const first = [...select.options].filter((option) => option.value === "");
  const rest = [...whole.children].filter((child) => !(child instanceof HTMLOptionElement && child.value === ""));
  select.replaceChildren(...first, ...rest.map((child) => child.cloneNode(true)));
  for (const option of select.options) option.defaultSelected = option.value === byDefault;
  select.value = value;
  delete select.dataset.list;
}

/** A text put into the field for spec lines, once it is complete. @param {Event} event @param {Control} control @param {(text: string) => void} take */
export function pasted(event, control, take) {
  if (event instanceof ClipboardEvent) {
    // A text field drops line breaks; the clipboard still has them.
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const alone = control.value === "";
    window.setTimeout(() => take(alone ? text : control.value));
  }
  if (event instanceof KeyboardEvent && event.key === "Enter") take(control.value);
}

/** Whether it holds something else than the page came with. @param {Control} control */
function isChanged(control) {
  if (control instanceof HTMLInputElement) return control.value !== control.defaultValue;
  const options = [...control.options];
  return !(options.find((option) => option.defaultSelected) ?? options[0])?.selected;
}
