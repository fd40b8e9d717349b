// @ts-check
/**
 * The editor of one cell: a plain text area at once, and CodeMirror in its place as soon as that has loaded. If it doesn't load, the text
 * area stays.
 */
import { module } from "./files.js";

/** @type {Promise<any> | null} */
let loading = null;

function load() {
  loading ??= module("editor.js").catch((fault) => {
    loading = null;
    throw fault;
  });
  return loading;
}

export class CodeEditor {
  #given;
  #area = document.createElement("textarea");
  /** @type {any} */
  #rich = null;
  element = document.createElement("div");

  /** @param {{text: string, label: string, names: string[], change: (text: string) => void, run: () => void}} given */
  constructor(given) {
    this.#given = given;
    this.element.className = "cell-editor";
    Object.assign(this.#area, { value: given.text, spellcheck: false, autocapitalize: "off" });
    this.#area.setAttribute("aria-label", given.label);
    this.#size();
    this.#area.addEventListener("input", () => {
      this.#size();
      given.change(this.#area.value);
    });
    this.#area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      given.run();
    });
    this.element.append(this.#area);
    load().then((made) => this.#upgrade(made), (fault) => console.warn("The plain text field stays: no editor.", fault));
  }

  focus() {
    (this.#rich ?? this.#area).focus();
  }

  /** @param {string} text */
  set(text) {
    this.#area.value = text;
    this.#rich?.set(text);
    this.#size();
  }

  #size() {
    this.#area.rows = Math.max(2, this.#area.value.split("\n").length);
  }

  /** @param {any} made */
  #upgrade(made) {
    const focused = document.activeElement === this.#area;
    const host = document.createElement("div");
    const change = (/** @type {string} */ text) => {
      this.#area.value = text;
      this.#given.change(text);
    };
    this.#rich = made.edit(host, { ...this.#given, text: this.#area.value, change });
    this.#area.replaceWith(host);
    if (!focused) return;
    this.#rich.select(this.#area.selectionStart);
    this.#rich.focus();
  }
}
