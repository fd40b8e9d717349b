// @ts-check
/**
 * `<live-table>`: a complete table that sorts and filters, by words typed and by `<select>`s that name a `data-…` of the rows. What a row
 * is sorted and searched by stands in its HTML, and so does every word; the state is in the address (`?sort=-tpp&filter=…`), so a link
 * reproduces it.
 */
import * as address from "./url-state.js";

export class LiveTable extends HTMLElement {
  #life = new AbortController();
  #path = "";
  #sort = "";
  /** @type {HTMLTableRowElement[]} */ #rows = [];
  /** @type {HTMLTableCellElement[]} */ #heads = [];
  /** @type {HTMLSelectElement[]} */ #choices = [];
  /** @type {HTMLInputElement} */ #filter;

  connectedCallback() {
    const body = this.querySelector("table")?.tBodies[0];
    const filter = this.querySelector("input");
    if (!body || !filter) return;
    this.#rows = [...body.rows];
    this.#filter = filter;
    this.#choices = [...this.querySelectorAll("select")];
    this.#heads = [...this.querySelectorAll("th")].filter((head) => head.dataset.key);
    this.#path = window.location.pathname;
    for (const head of this.#heads) head.querySelector("button") ?? head.append(button(head));
    this.#listen();
    this.#follow();
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  #listen() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.addEventListener("click", (event) => this.#click(/** @type {HTMLElement} */ (event.target)), { signal });
    this.#filter.addEventListener("input", () => this.#show("typed"), { signal });
    for (const field of [this.#filter, ...this.#choices]) field.addEventListener("change", () => this.#show("commit"), { signal });
    window.addEventListener("popstate", () => this.#follow(), { signal });
    // Material tells of links within the page here, and nowhere else.
    const following = /** @type {any} */ (window).location$?.subscribe(() => this.#follow());
    signal.addEventListener("abort", () => following?.unsubscribe());
  }

  /** The address may have changed under us: the page has opened, Back, Forward, a link within the page. */
  #follow() {
    if (window.location.pathname !== this.#path) return;
    address.settle();
    const { sort = "", filter = "", ...chosen } = address.read("");
    for (const choice of this.#choices) {
      const known = [...choice.options].some((option) => option.value === chosen[choice.name]);
      choice.value = known ? chosen[choice.name] : "";
    }
    this.#sort = this.#heads.some((head) => head.dataset.key === sort.replace(/^-/, "")) ? sort : "";
    if (this.#filter.value !== filter) this.#filter.value = filter;
    this.#show();
  }

  /** @param {HTMLElement} target */
  #click(target) {
    const head = target.closest("th");
    if (target.closest("button")?.dataset.action === "clear") {
      for (const field of [this.#filter, ...this.#choices]) field.value = "";
      this.#filter.focus();
      this.#show("commit");
    } else if (head?.dataset.key && target.closest("button")) {
      const { key, first } = head.dataset;
      const [one, other] = first === "descending" ? [`-${key}`, key] : [key, `-${key}`];
      this.#sort = this.#sort === one ? other : one;
      this.#show("commit");
    }
  }

  /** @param {"typed" | "commit"} [weight] */
  #show(weight) {
    this.#order();
    this.#pick();
    if (!weight) return;
    const fields = [["sort", this.#sort], ["filter", this.#filter.value], ...this.#choices.map(({ name, value }) => [name, value])];
    address[weight]("", Object.fromEntries(fields.filter(([, value]) => value)));
  }

  /** Rows in the chosen order, equal ones as they came; what isn't known stands last either way. */
  #order() {
    const down = this.#sort.startsWith("-");
    const chosen = this.#heads.find((head) => head.dataset.key === this.#sort.replace(/^-/, ""));
    for (const head of this.#heads) head.removeAttribute("aria-sort");
    chosen?.setAttribute("aria-sort", down ? "descending" : "ascending");
    /** @param {HTMLTableRowElement} row */
    const value = (row) => (chosen && row.cells[chosen.cellIndex].dataset.value) || null;
    const unknown = this.#rows.filter((row) => value(row) === null);
    const known = this.#rows.filter((row) => value(row) !== null);
    known.sort((one, other) => (Number(value(one)) - Number(value(other))) * (down ? -1 : 1));
    this.querySelector("tbody")?.append(...known, ...unknown);
  }

  /** The rows that hold every word of the filter and are of every kind chosen, and how many they are. */
  #pick() {
    const words = folded(this.#filter.value).split(/\s+/);
    for (const row of this.#rows) {
      row.dataset.text ??= folded(row.textContent ?? "");
      const chosen = this.#choices.every(({ name, value }) => !value || row.dataset[name] === value);
      row.hidden = !chosen || !words.every((word) => row.dataset.text?.includes(word));
    }
    const shown = String(this.#rows.filter((row) => !row.hidden).length);
    const output = this.querySelector("output");
    const sentence = output?.dataset.sentence?.replace("{shown}", shown) ?? "";
    if (output && output.textContent !== sentence) output.textContent = sentence;
    const empty = [this.#filter, ...this.#choices].every((field) => !field.value);
    const toggled = { "[data-action='clear']": empty, ".lt-none": shown !== "0" };
    for (const [selector, hidden] of Object.entries(toggled)) this.querySelector(selector)?.toggleAttribute("hidden", hidden);
  }
}

/** Text as it is looked through: a phone puts in a curly apostrophe for a straight one. @param {string} text */
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replaceAll("’", "'");
}

/** A column's head as a button; without a script it is the plain words that it came as. @param {HTMLElement} head */
function button(head) {
  const made = document.createElement("button");
  made.type = "button";
  made.append(...head.childNodes);
  return made;
}
