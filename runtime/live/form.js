// @ts-check
/**
 * The fields of one calculator. A spec field knows the chip's own value (`data-own`); only what differs from it is sent.
 *
 * @typedef {import("./messages.js").Texts} Texts
 * @typedef {import("./messages.js").Reply} Reply
 * @typedef {HTMLInputElement | HTMLSelectElement} Control
 */

export class Fields {
  #root;
  #form;
  /** @type {Map<string, Control>} */
  #controls = new Map();
  /** What only an address can say: fields that the form doesn't have. Gone with the reader's next change. @type {Texts} */
  #extra = {};
  /** @type {Map<Control, {own: string | undefined, describedby: string | null}>} */
  #first = new Map();

  /** @param {HTMLElement} root @param {HTMLFormElement} form */
  constructor(root, form) {
    this.#root = root;
    this.#form = form;
    for (const control of /** @type {Iterable<Control>} */ (form.elements)) {
      if (!control.name || !/^(INPUT|SELECT)$/.test(control.nodeName)) continue;
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
    control.value = text;
    if (control.value === text) delete control.dataset.raw;
    else control.dataset.raw = text;
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
      if (control) control.dataset.own = own;
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
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll(`[data-${kind}-for]`))) {
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
    const before = this.#first.get(control)?.describedby;
    const ids = [before, wrong && place.id].filter(Boolean).join(" ");
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (ids) control.setAttribute("aria-describedby", ids);
    else control.removeAttribute("aria-describedby");
  }
}
